#!/usr/bin/env bash
# Makes target/generated from the contract's .proto files, and target/venv, a link to an environment in the user's cache folder with the
# pinned packages. PYTHON=/path/to/python uses an environment that has the packages already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
protos=../../../api-proto/src/main/proto
mkdir -p target

python=${PYTHON:-}
if [ -z "$python" ]; then
  python=target/venv/bin/python
  venv="${XDG_CACHE_HOME:-$HOME/.cache}/longshore/venv-clients-$(sha256sum <requirements.txt | cut -c1-12)"
  if [ ! -e "$venv/.ready" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
    : >"$venv/.ready"
  fi
  rm -rf target/venv
  ln -s "$venv" target/venv
fi

rm -rf target/generated
mkdir -p target/generated
"$python" -m grpc_tools.protoc -I "$protos" --python_out=target/generated --grpc_python_out=target/generated \
  "$protos"/longshore/batch/v1/*.proto "$protos"/longshore/events/v1/*.proto
echo "made $PWD/target/generated"
