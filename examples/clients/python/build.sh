#!/usr/bin/env bash
# Makes target/venv with the pinned packages, and target/generated from the contract's .proto files.
# PYTHON=/path/to/python uses an environment that has the packages already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
protos=../../../api-proto/src/main/proto

python=${PYTHON:-}
if [ -z "$python" ]; then
  python=target/venv/bin/python
  if ! cmp -s requirements.txt target/venv/requirements.txt; then
    rm -rf target/venv
    python3 -m venv target/venv
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
    cp requirements.txt target/venv/requirements.txt
  fi
fi

rm -rf target/generated
mkdir -p target/generated
"$python" -m grpc_tools.protoc -I "$protos" --python_out=target/generated --grpc_python_out=target/generated \
  "$protos"/longshore/batch/v1/*.proto "$protos"/longshore/events/v1/*.proto
echo "made $PWD/target/generated"
