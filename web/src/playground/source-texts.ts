// The words of the three ways to give the network an image.
import { listFormats } from '../../../src/images/picture-formats.ts';
import { translated } from '../../../src/metrics/languages.ts';

export const sourceTexts = translated({
  en: {
    allClasses: 'All classes',
    classFilter: 'Class',
    random: 'Random',
    more: 'More',
    loading: 'Loading test images …',
    testImage: (index: number, name: string) => `Test image ${index}: ${name}`,
    noneFound: 'None of this class among the images looked through so far.',
    example: 'An example: a T-shirt, drawn by this page',
    exampleHint: 'In their place there is an example: a T-shirt that this page has drawn.',
    drop: 'Drop a photo here, paste one, or',
    choose: 'choose a file',
    formats: listFormats(', ', ' or '),
    /** Where the network learned things on black. */
    formatsOnGround: `${listFormats(', ', ' or ')}: one thing on a plain ground`,
    camera: 'Camera',
    takePicture: 'Take the picture',
    closeCamera: 'Close the camera',
    cameraPicture: 'from the camera',
    /** @param reason the browser's name of the error */
    noCamera: (reason: string) =>
      reason === 'NotAllowedError'
        ? 'The browser was not allowed to use the camera: allow it in the settings of this page.'
        : reason === 'NotFoundError'
          ? 'This machine has no camera.'
          : `The camera cannot be used (${reason}).`,
    cameraStopped: 'The camera has stopped: it was taken away, or the browser may not use it any more.',
    cameraNotHere: 'Browsers give the camera to pages of this machine or over https alone.',
    invert: 'Invert',
    invertHint: 'for dark things on a light ground: the network learned light ones on black',
    inverted: 'The ground looked light, so the photo was inverted.',
    reading: 'Reading the photo …',
    canvas: 'Drawing, white on black. With a keyboard, use the test images or a photo.',
    brush: 'Brush',
    pen: 'Pen',
    eraser: 'Eraser',
    undo: 'Undo',
    clear: 'Clear',
    drawHint: 'Fill the shape: the network knows things, not outlines.',
  },
  zh: {
    allClasses: '所有类别',
    classFilter: '类别',
    random: '随机',
    more: '更多',
    loading: '正在加载测试图像……',
    testImage: (index, name) => `测试图像 ${index}：${name}`,
    noneFound: '目前看过的图像中没有这个类别。',
    example: '示例：本页画的一件 T 恤',
    exampleHint: '这里先放一个示例：本页画的一件 T 恤。',
    drop: '把照片拖到这里、直接粘贴，或',
    choose: '选择文件',
    formats: listFormats('、', ' 或 '),
    formatsOnGround: `${listFormats('、', ' 或 ')}：一件物品，背景干净`,
    camera: '相机',
    takePicture: '拍照',
    closeCamera: '关闭相机',
    cameraPicture: '相机拍摄',
    noCamera: (reason) =>
      reason === 'NotAllowedError'
        ? '浏览器未获准使用相机：请在本页面的设置中允许。'
        : reason === 'NotFoundError'
          ? '本机没有相机。'
          : `无法使用相机（${reason}）。`,
    cameraStopped: '相机已停止：可能已被拔出，或浏览器不再获准使用。',
    cameraNotHere: '浏览器只把相机交给本机的页面或通过 https 访问的页面。',
    invert: '反色',
    invertHint: '适用于亮背景上的深色物体：网络学的是黑背景上的亮物体',
    inverted: '背景看起来较亮，已自动反色。',
    reading: '正在读取照片……',
    canvas: '画板，黑底白画。使用键盘时请选测试图像或照片。',
    brush: '粗细',
    pen: '画笔',
    eraser: '橡皮',
    undo: '撤销',
    clear: '清空',
    drawHint: '请涂满形状：网络认识的是实物，而不是轮廓。',
  },
});
