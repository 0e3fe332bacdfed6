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
    grpc::ChannelArguments arguments;
    // A connection of its own: one that failed for an earlier check is not what this one waits for.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetUserAgentPrefix("kube-probe/1.32");
    auto channel = grpc::CreateCustomChannel(where, grpc::InsecureChannelCredentials(), arguments);
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
        const bool connected = channel->GetState(false) == GRPC_CHANNEL_READY;
        if (connected && status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)
            return {CheckResult::Outcome::Failure,
                    std::format("timeout: health rpc did not complete within {}s", timeout.count() / 1000)};
        if (!connected)
            return {CheckResult::Outcome::Failure,
                    std::format("timeout: failed to connect service \"{}\" within {}s: context deadline exceeded",
                                where, timeout.count() / 1000)};
        return {CheckResult::Outcome::Failure,
                std::format("error: health rpc probe failed: rpc error: code = {} desc = {}",
                            status.error_code() == grpc::StatusCode::NOT_FOUND     ? "NotFound"
                            : status.error_code() == grpc::StatusCode::UNAVAILABLE ? "Unavailable"
                            : status.error_code() == grpc::StatusCode::INTERNAL    ? "Internal"
                                                                                   : "Unknown",
                            status.error_message())};
    }
    std::vector<grpc::Slice> parts;
    std::string body;
    if (reply.Dump(&parts).ok())
        for (const auto& part : parts) body.append(reinterpret_cast<const char*>(part.begin()), part.size());
    constexpr std::string_view kNames[] = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    const auto answered = decodeStatus(body);
    if (answered == 1) return {CheckResult::Outcome::Success, "service healthy"};
    return {CheckResult::Outcome::Failure,
            std::format("service unhealthy (responded with \"{}\")",
                        answered >= 0 && answered < 4 ? std::string(kNames[answered]) : std::to_string(answered))};
}

}  // namespace armillary::agent
