// The words of what can be changed of a run.
import { translated } from '../../../../src/metrics/languages.ts';

export const changeTexts = translated({
  en: {
    note: 'Note',
    writeNote: 'Write a note',
    editNote: 'Edit the note',
    left: (count: string) => `${count} letters left`,
    save: 'Save',
    cancel: 'Cancel',
    rename: 'Rename …',
    renameTitle: (id: string) => `Rename ${id}`,
    renameMeaning: 'The run’s folder gets this name.',
    newName: 'New name',
    renameNow: 'Rename',
    delete: 'Delete …',
    deleteTitle: (id: string) => `Delete ${id}?`,
    deleteMeaning:
      'Its folder moves into .trash, beside the other runs. Nothing is erased: move it back to have the run again.',
    deleteNow: 'Move to .trash',
    deleted: (id: string, place: string) =>
      `${id} lies in ${place} of the runs’ folder now. Move it back to have the run again.`,
    dismiss: 'OK',
    failed: (reason: string) => `Nothing was changed: ${reason}`,
    training: 'While it is being trained, a run cannot be changed.',
  },
  zh: {
    note: '备注',
    writeNote: '写备注',
    editNote: '修改备注',
    left: (count) => `还可输入 ${count} 个字符`,
    save: '保存',
    cancel: '取消',
    rename: '重命名……',
    renameTitle: (id) => `重命名 ${id}`,
    renameMeaning: '训练的文件夹将改用此名称。',
    newName: '新名称',
    renameNow: '重命名',
    delete: '删除……',
    deleteTitle: (id) => `删除 ${id}？`,
    deleteMeaning: '其文件夹会移入其他训练旁边的 .trash，不会抹除任何内容；移回即可恢复该训练。',
    deleteNow: '移入 .trash',
    deleted: (id, place) => `${id} 现位于训练文件夹的 ${place} 中，移回即可恢复该训练。`,
    dismiss: '好',
    failed: (reason) => `未作任何更改：${reason}`,
    training: '训练进行期间不能更改。',
  },
});
