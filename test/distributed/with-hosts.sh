#!/usr/bin/env bash
# Hosts on this machine: network namespaces with host names of their own, joined by a bridge, in which a launcher starts
# ranks as on machines of a cluster. Everything is gone when this process is: it runs in namespaces of its own, of which the
# machine sees nothing. Needs root.
#
#   with-hosts.sh FOLDER HOSTS NETWORK COMMAND…
#
# runs the command on host-1. FOLDER gets `bytes`, what host-1 sent and received. A file `cut` there, made by whoever watches,
# cuts host-2 off; then FOLDER gets `ended`, the milliseconds until the last process of Node had ended. NETWORK is a rate of tc
# such as 100mbit, `unlimited`, or a delay such as delay:20, in milliseconds (host-2 then cannot be cut off).
set -euo pipefail

if [ -z "${IN_HOSTS:-}" ]; then
  export IN_HOSTS=1
  exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

folder=$1 hosts=$2 network=$3
shift 3
mount --make-rprivate /

ip link set lo up
ip link add bridge0 type bridge
ip link set bridge0 up
if [[ $network == delay:* ]]; then
  UV_THREADPOOL_SIZE=$((hosts + 1)) node "$(dirname "$0")/relay.mjs" "$hosts" "${network#delay:}" >"$folder/relay" &
  until grep -q ready "$folder/relay"; do
    kill -0 $!
    sleep 0.05
  done
fi
: >"$folder/pids"
: >"$folder/hosts"
for ((host = 1; host <= hosts; host++)); do
  unshare --net --uts sh -c "hostname host-$host && exec sleep infinity" &
  pid=$!
  echo "host-$host $pid" >>"$folder/pids"
  echo "10.77.0.$host host-$host" >>"$folder/hosts"
  # Until it has left our namespaces.
  while [ "$(readlink /proc/$pid/ns/net)" = "$(readlink /proc/self/ns/net)" ] ||
    [ "$(nsenter -t $pid -u hostname)" != "host-$host" ]; do sleep 0.01; done
  case $network in
  delay:*) ip link set "relay$host" netns $pid name eth0 ;;
  *)
    ip link add "port$host" type veth peer name eth0 netns $pid
    ip link set "port$host" master bridge0 up
    ;;
  esac
  nsenter -t $pid -n sh -c "ip link set lo up; ip addr add 10.77.0.$host/24 dev eth0; ip link set eth0 up"
  case $network in
  *bit)
    tc qdisc add dev "port$host" root tbf rate "$network" burst 64kb latency 50ms
    nsenter -t $pid -n tc qdisc add dev eth0 root tbf rate "$network" burst 64kb latency 50ms
    ;;
  esac
done
mount --bind "$folder/hosts" /etc/hosts

# What the launchers take for ssh: the name of a host, and a command for a shell there.
cat >"$folder/ssh" <<'SSH'
#!/usr/bin/env bash
while [[ $1 == -* ]]; do shift; done
pid=$(awk -v host="$1" '$1 == host { print $2 }' "$(dirname "$0")/pids")
shift
exec nsenter -t "$pid" -n -u -- sh -c "$*"
SSH
chmod +x "$folder/ssh"

"$folder/ssh" host-1 "$(printf '%q ' "$@")" &
launcher=$!

(
  while [ ! -e "$folder/cut" ]; do sleep 0.05; done
  ip link set port2 down
  start=$(date +%s%3N)
  while pgrep -x node >/dev/null; do sleep 0.05; done
  echo "$(($(date +%s%3N) - start))" >"$folder/ended"
  # It waits for the host that it cannot reach.
  kill -KILL $launcher
) &

code=0
wait $launcher || code=$?
"$folder/ssh" host-1 ip -s link show eth0 | awk '/RX:/ { getline; received = $1 } /TX:/ { getline; sent = $1 } END { print received, sent }' >"$folder/bytes"
exit $code
