# Runs a command in a session of its own for as long as standard input stays open.
#
# Its first line of output is the command's process id. Each line that it reads names a signal for
# the command. At the end of input, however it comes about, the command's whole process group is
# killed, and then whatever left the group but still carries the group's mark in its environment.
# Exits as the command does.
exec 3<&0 </dev/null
mark=$1
shift
GUARDED_BY=$mark setsid "$@" >&2 3<&- &
child=$!
echo "$child"
exec >/dev/null 2>&1
(
  while read -r signal <&3; do
    kill -s "$signal" -- "$child"
  done
  # From here on it is to be finished, whatever becomes of the command.
  trap '' TERM
  kill -s KILL -- "$child" "-$child"
  for environ in $(grep -lzxF "GUARDED_BY=$mark" /proc/[0-9]*/environ); do
    pid=${environ#/proc/}
    kill -s KILL -- "${pid%/environ}"
  done
) &
watcher=$!
wait "$child"
code=$?
kill -s KILL -- "-$child"
kill -s TERM -- "$watcher"
wait "$watcher"
exit "$code"
