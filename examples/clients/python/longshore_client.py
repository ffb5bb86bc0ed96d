"""What the example programs share: the generated code, a connection, and errors in words."""

import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
GENERATED = HERE / "target" / "generated"
if not GENERATED.is_dir():
    sys.exit(f"run {HERE / 'build.sh'} first: it makes the code from the .proto files")
sys.path.insert(0, str(GENERATED))

import grpc  # noqa: E402
from google.rpc import error_details_pb2  # noqa: E402
from grpc_status import rpc_status  # noqa: E402
from longshore.batch.v1 import jobs_pb2, service_pb2_grpc  # noqa: E402

# A call that did not reach the service is tried again. For SubmitJob that is safe because of the client token.
SERVICE_CONFIG = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{"service": "longshore.batch.v1.BatchService"}],
                "retryPolicy": {
                    "maxAttempts": 5,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)


def endpoint(key, variable):
    """Where a part of the stack is: the environment's word, else what `longshore up` wrote down, else None."""
    if os.environ.get(variable):
        return os.environ[variable]
    for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents, HERE.parents[2]]:
        file = folder / ".longshore" / "endpoints.json"
        if file.is_file():
            return json.loads(file.read_text(encoding="utf-8")).get(key)
    return None


def connect(address):
    """A channel to the API; close it, or use it in a with statement."""
    return grpc.insecure_channel(address, options=[("grpc.service_config", SERVICE_CONFIG)])


def stub(channel):
    return service_pb2_grpc.BatchServiceStub(channel)


def status_name(status):
    """AWS's word for a job's status, such as RUNNABLE."""
    return jobs_pb2.JobStatus.Name(status)[len("JOB_STATUS_"):]


def tell(error):
    """A refusal as one sentence, with the fields that its google.rpc details name."""
    words = error.details() or "the service gave no words"
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        bad_request = error_details_pb2.BadRequest()
        if detail.Unpack(bad_request):
            for violation in bad_request.field_violations:
                if violation.field not in words:
                    words += f"; {violation.field}: {violation.description}"
        resource = error_details_pb2.ResourceInfo()
        if detail.Unpack(resource) and resource.resource_name not in words:
            words += f" ({resource.resource_type} {resource.resource_name})"
    return f"{words} ({error.code().name})"
