"""The engine that runs on this machine: rules and ONNX models, no key and no network."""
