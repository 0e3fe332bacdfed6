#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <format>

#include "nodes/agent/probe/http_check.h"

namespace armillary::agent {

namespace {

/// HealthCheckRequest: the service's name is field 1.
std::string encodeRequest(const std::string& service) {
    std::string out;
    if (service.empty()) return out;
    out += '\x0a';
    for (auto length = service.size();; length >>= 7) {
        bool more = length > 127;
        out += static_cast<char>((length & 127) | (more ? 128 : 0));
        if (!more) break;
    }
    return out + service;
}

/// HealthCheckResponse: the status is field 1, a varint; 1 is SERVING.
int decodeStatus(const std::string& bytes) {
    return bytes.size() >= 2 && bytes[0] == '\x08' ? bytes[1] : 0;
}

}  // namespace

CheckResult grpcCheck(const std::string& host, int port, const std::string& service,
                      std::chrono::milliseconds timeout) {
    auto where = host.contains(':') ? std::format("[{}]:{}", host, port) : std::format("{}:{}", host, port);
    auto channel = grpc::CreateChannel(where, grpc::InsecureChannelCredentials());
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    auto encoded = encodeRequest(service);
    grpc::Slice slice(encoded);
    grpc::ByteBuffer request(&slice, 1), reply;
    grpc::CompletionQueue queue;
    auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
    call->StartCall();
    grpc::Status status;
    call->Finish(&reply, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (!status.ok()) {
        if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED)
            return {CheckResult::Outcome::Failure,
                    "this server does not implement the grpc health protocol (grpc.health.v1.Health): " +
                        status.error_message()};
        if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)
            return {CheckResult::Outcome::Failure,
                    std::format("timeout: health rpc did not complete within {}s", timeout.count() / 1000)};
        if (status.error_code() == grpc::StatusCode::UNAVAILABLE)
            return {CheckResult::Outcome::Failure,
                    std::format("timeout: failed to connect service \"{}\" within {}s: {}", where,
                                timeout.count() / 1000, status.error_message())};
        return {CheckResult::Outcome::Failure, "error: health rpc probe failed: " + status.error_message()};
    }
    std::vector<grpc::Slice> parts;
    std::string body;
    if (reply.Dump(&parts).ok())
        for (const auto& part : parts) body.append(reinterpret_cast<const char*>(part.begin()), part.size());
    if (decodeStatus(body) == 1) return {CheckResult::Outcome::Success, "service healthy"};
    return {CheckResult::Outcome::Failure, "service unhealthy (responded with \"NOT_SERVING\")"};
}

}  // namespace armillary::agent
