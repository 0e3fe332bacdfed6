#include "nodes/cri/grpc/client.h"

#include <api.grpc.pb.h>
#include <grpcpp/grpcpp.h>

#include "nodes/cri/grpc/convert.h"

namespace armillary::cri {

namespace v1 = ::runtime::v1;

namespace {

/// Largest answer accepted: a list of some thousand containers with their annotations.
constexpr int kMaxMessageBytes = 64 << 20;

std::string_view nameOf(grpc::StatusCode code) {
    switch (code) {
        case grpc::StatusCode::CANCELLED:
            return "Canceled";
        case grpc::StatusCode::INVALID_ARGUMENT:
            return "InvalidArgument";
        case grpc::StatusCode::PERMISSION_DENIED:
            return "PermissionDenied";
        case grpc::StatusCode::RESOURCE_EXHAUSTED:
            return "ResourceExhausted";
        case grpc::StatusCode::FAILED_PRECONDITION:
            return "FailedPrecondition";
        case grpc::StatusCode::ABORTED:
            return "Aborted";
        case grpc::StatusCode::OUT_OF_RANGE:
            return "OutOfRange";
        case grpc::StatusCode::INTERNAL:
            return "Internal";
        case grpc::StatusCode::DATA_LOSS:
            return "DataLoss";
        case grpc::StatusCode::UNAUTHENTICATED:
            return "Unauthenticated";
        default:
            return "Unknown";
    }
}

Error toError(const grpc::Status& status) {
    Error error;
    error.message = status.error_message();
    switch (status.error_code()) {
        case grpc::StatusCode::NOT_FOUND:
            error.code = Error::Code::NotFound;
            break;
        case grpc::StatusCode::ALREADY_EXISTS:
            error.code = Error::Code::AlreadyExists;
            break;
        case grpc::StatusCode::UNAVAILABLE:
            error.code = Error::Code::Unavailable;
            break;
        case grpc::StatusCode::DEADLINE_EXCEEDED:
            error.code = Error::Code::Deadline;
            break;
        case grpc::StatusCode::UNIMPLEMENTED:
            error.code = Error::Code::Unsupported;
            break;
        default:
            if (status.error_code() != grpc::StatusCode::UNKNOWN) error.status = nameOf(status.error_code());
            break;
    }
    return error;
}

/// What a list is restricted to, the sandbox's id being under another name in the filters of what lies in one.
template <class Message>
void restrict(Message& out, const Filter& filter) {
    if constexpr (requires { out.set_pod_sandbox_id(filter.sandboxId); })
        out.set_pod_sandbox_id(filter.sandboxId);
    else
        out.set_id(filter.sandboxId);
    out.mutable_label_selector()->insert(filter.labels.begin(), filter.labels.end());
}

class GrpcEvents final : public Events {
public:
    explicit GrpcEvents(v1::RuntimeService::Stub& stub)
        : m_reader(stub.GetContainerEvents(&m_context, v1::GetEventsRequest{})) {}
    ~GrpcEvents() override {
        m_context.TryCancel();
        finish();
    }

    bool next() override {
        if (m_finished) return false;
        v1::ContainerEventResponse event;
        if (m_reader->Read(&event)) return true;
        finish();
        return false;
    }
    void cancel() override { m_context.TryCancel(); }

private:
    void finish() {
        if (!std::exchange(m_finished, true)) (void)m_reader->Finish();
    }

    grpc::ClientContext m_context;
    std::unique_ptr<grpc::ClientReader<v1::ContainerEventResponse>> m_reader;
    bool m_finished = false;
};

class GrpcRuntime final : public Runtime {
public:
    explicit GrpcRuntime(const GrpcOptions& options) : m_options(options) {
        grpc::ChannelArguments arguments;
        arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
        arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
        arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
        auto channel = grpc::CreateCustomChannel("unix://" + options.socket.string(),
                                                 grpc::InsecureChannelCredentials(), arguments);
        m_runtime = v1::RuntimeService::NewStub(channel);
        m_images = v1::ImageService::NewStub(channel);
    }

    Outcome<Version> version() override {
        v1::VersionRequest request;
        request.set_version("v1");
        v1::VersionResponse reply;
        return answer(call(*m_runtime, &Runtime_::Version, request, reply),
                      [&] { return Version{reply.runtime_name(), reply.runtime_version()}; });
    }

    Outcome<RuntimeStatus> status() override {
        v1::StatusResponse reply;
        return answer(call(*m_runtime, &Runtime_::Status, v1::StatusRequest{}, reply), [&] {
            RuntimeStatus status;
            for (const auto& in : reply.status().conditions()) {
                RuntimeStatus::Condition condition{in.status(), in.reason(), in.message()};
                if (in.type() == "RuntimeReady") status.runtime = condition;
                if (in.type() == "NetworkReady") status.network = condition;
            }
            for (const auto& in : reply.runtime_handlers())
                status.handlers.push_back(
                    {in.name(), in.features().recursive_read_only_mounts(), in.features().user_namespaces()});
            return status;
        });
    }

    Outcome<std::string> runSandbox(const SandboxConfig& config) override {
        v1::RunPodSandboxRequest request;
        *request.mutable_config() = wire::toWire(config);
        request.set_runtime_handler(config.runtimeHandler);
        v1::RunPodSandboxResponse reply;
        return answer(call(*m_runtime, &Runtime_::RunPodSandbox, request, reply, m_options.callTimeout * 2),
                      [&] { return reply.pod_sandbox_id(); });
    }

    Outcome<> stopSandbox(const std::string& id) override {
        v1::StopPodSandboxRequest request;
        request.set_pod_sandbox_id(id);
        v1::StopPodSandboxResponse reply;
        return goneIsDone(call(*m_runtime, &Runtime_::StopPodSandbox, request, reply));
    }

    Outcome<> removeSandbox(const std::string& id) override {
        v1::RemovePodSandboxRequest request;
        request.set_pod_sandbox_id(id);
        v1::RemovePodSandboxResponse reply;
        return goneIsDone(call(*m_runtime, &Runtime_::RemovePodSandbox, request, reply));
    }

    Outcome<SandboxStatus> sandboxStatus(const std::string& id) override {
        v1::PodSandboxStatusRequest request;
        request.set_pod_sandbox_id(id);
        v1::PodSandboxStatusResponse reply;
        return answer(call(*m_runtime, &Runtime_::PodSandboxStatus, request, reply),
                      [&] { return wire::fromWire(reply.status()); });
    }

    Outcome<std::vector<Sandbox>> listSandboxes(const Filter& filter) override {
        v1::ListPodSandboxRequest request;
        restrict(*request.mutable_filter(), filter);
        v1::ListPodSandboxResponse reply;
        return answer(call(*m_runtime, &Runtime_::ListPodSandbox, request, reply),
                      [&] { return list<Sandbox>(reply.items()); });
    }

    Outcome<std::string> createContainer(const std::string& sandboxId, const ContainerConfig& config,
                                         const SandboxConfig& sandbox) override {
        v1::CreateContainerRequest request;
        request.set_pod_sandbox_id(sandboxId);
        *request.mutable_config() = wire::toWire(config);
        *request.mutable_sandbox_config() = wire::toWire(sandbox);
        v1::CreateContainerResponse reply;
        return answer(call(*m_runtime, &Runtime_::CreateContainer, request, reply),
                      [&] { return reply.container_id(); });
    }

    Outcome<> startContainer(const std::string& id) override {
        v1::StartContainerRequest request;
        request.set_container_id(id);
        v1::StartContainerResponse reply;
        return done(call(*m_runtime, &Runtime_::StartContainer, request, reply));
    }

    Outcome<> stopContainer(const std::string& id, std::chrono::seconds grace) override {
        v1::StopContainerRequest request;
        request.set_container_id(id);
        request.set_timeout(grace.count());
        v1::StopContainerResponse reply;
        return goneIsDone(call(*m_runtime, &Runtime_::StopContainer, request, reply, grace + m_options.callTimeout));
    }

    Outcome<> removeContainer(const std::string& id) override {
        v1::RemoveContainerRequest request;
        request.set_container_id(id);
        v1::RemoveContainerResponse reply;
        return goneIsDone(call(*m_runtime, &Runtime_::RemoveContainer, request, reply));
    }

    Outcome<std::vector<Container>> listContainers(const Filter& filter) override {
        v1::ListContainersRequest request;
        restrict(*request.mutable_filter(), filter);
        v1::ListContainersResponse reply;
        return answer(call(*m_runtime, &Runtime_::ListContainers, request, reply),
                      [&] { return list<Container>(reply.containers()); });
    }

    Outcome<ContainerStatus> containerStatus(const std::string& id) override {
        v1::ContainerStatusRequest request;
        request.set_container_id(id);
        v1::ContainerStatusResponse reply;
        return answer(call(*m_runtime, &Runtime_::ContainerStatus, request, reply),
                      [&] { return wire::fromWire(reply.status()); });
    }

    Outcome<> reopenLog(const std::string& id) override {
        v1::ReopenContainerLogRequest request;
        request.set_container_id(id);
        v1::ReopenContainerLogResponse reply;
        return done(call(*m_runtime, &Runtime_::ReopenContainerLog, request, reply));
    }

    std::unique_ptr<Events> events() override { return std::make_unique<GrpcEvents>(*m_runtime); }

    Outcome<ExecResult> execSync(const std::string& id, const std::vector<std::string>& command,
                                 std::chrono::seconds timeout) override {
        v1::ExecSyncRequest request;
        request.set_container_id(id);
        for (const auto& part : command) request.add_cmd(part);
        request.set_timeout(timeout.count());
        v1::ExecSyncResponse reply;
        // The runtime keeps the command's own time; the margin is for its answer.
        auto limit = timeout.count() > 0 ? timeout + std::chrono::seconds(5) : m_options.pullTimeout;
        return answer(call(*m_runtime, &Runtime_::ExecSync, request, reply, limit),
                      [&] { return ExecResult{reply.stdout(), reply.stderr(), reply.exit_code()}; });
    }

    Outcome<std::string> exec(const std::string& id, const std::vector<std::string>& command, bool tty, bool stdin_,
                              bool stdout_, bool stderr_) override {
        v1::ExecRequest request;
        request.set_container_id(id);
        for (const auto& part : command) request.add_cmd(part);
        request.set_tty(tty);
        request.set_stdin(stdin_);
        request.set_stdout(stdout_);
        request.set_stderr(stderr_);
        v1::ExecResponse reply;
        return answer(call(*m_runtime, &Runtime_::Exec, request, reply), [&] { return reply.url(); });
    }

    Outcome<std::string> attach(const std::string& id, bool tty, bool stdin_, bool stdout_, bool stderr_) override {
        v1::AttachRequest request;
        request.set_container_id(id);
        request.set_tty(tty);
        request.set_stdin(stdin_);
        request.set_stdout(stdout_);
        request.set_stderr(stderr_);
        v1::AttachResponse reply;
        return answer(call(*m_runtime, &Runtime_::Attach, request, reply), [&] { return reply.url(); });
    }

    Outcome<std::string> portForward(const std::string& sandboxId) override {
        v1::PortForwardRequest request;
        request.set_pod_sandbox_id(sandboxId);
        v1::PortForwardResponse reply;
        return answer(call(*m_runtime, &Runtime_::PortForward, request, reply), [&] { return reply.url(); });
    }

    Outcome<std::vector<Image>> listImages() override {
        v1::ListImagesResponse reply;
        return answer(call(*m_images, &Images_::ListImages, v1::ListImagesRequest{}, reply),
                      [&] { return list<Image>(reply.images()); });
    }

    Outcome<std::optional<Image>> imageStatus(const std::string& image) override {
        v1::ImageStatusRequest request;
        request.mutable_image()->set_image(image);
        v1::ImageStatusResponse reply;
        return answer(call(*m_images, &Images_::ImageStatus, request, reply), [&] {
            return reply.has_image() && !reply.image().id().empty() ? std::optional(wire::fromWire(reply.image()))
                                                                    : std::nullopt;
        });
    }

    Outcome<std::string> pullImage(const std::string& image, const std::optional<RegistryAuth>& auth) override {
        v1::PullImageRequest request;
        request.mutable_image()->set_image(image);
        if (auth) {
            auto& out = *request.mutable_auth();
            out.set_username(auth->username);
            out.set_password(auth->password);
            out.set_auth(auth->auth);
            out.set_server_address(auth->serverAddress);
            out.set_identity_token(auth->identityToken);
            out.set_registry_token(auth->registryToken);
        }
        v1::PullImageResponse reply;
        return answer(call(*m_images, &Images_::PullImage, request, reply, m_options.pullTimeout),
                      [&] { return reply.image_ref(); });
    }

    Outcome<> removeImage(const std::string& image) override {
        v1::RemoveImageRequest request;
        request.mutable_image()->set_image(image);
        v1::RemoveImageResponse reply;
        return goneIsDone(call(*m_images, &Images_::RemoveImage, request, reply));
    }

    Outcome<std::vector<FilesystemUsage>> imageFilesystems() override {
        v1::ImageFsInfoResponse reply;
        return answer(call(*m_images, &Images_::ImageFsInfo, v1::ImageFsInfoRequest{}, reply), [&] {
            std::vector<FilesystemUsage> out;
            for (const auto& in : reply.image_filesystems())
                out.push_back({in.fs_id().mountpoint(), in.used_bytes().value(), in.inodes_used().value()});
            return out;
        });
    }

    Outcome<std::vector<ContainerStats>> containerStats(const Filter& filter) override {
        v1::ListContainerStatsRequest request;
        restrict(*request.mutable_filter(), filter);
        v1::ListContainerStatsResponse reply;
        return answer(call(*m_runtime, &Runtime_::ListContainerStats, request, reply),
                      [&] { return list<ContainerStats>(reply.stats()); });
    }

    Outcome<std::vector<SandboxStats>> sandboxStats(const Filter& filter) override {
        v1::ListPodSandboxStatsRequest request;
        restrict(*request.mutable_filter(), filter);
        v1::ListPodSandboxStatsResponse reply;
        return answer(call(*m_runtime, &Runtime_::ListPodSandboxStats, request, reply),
                      [&] { return list<SandboxStats>(reply.stats()); });
    }

private:
    using Runtime_ = v1::RuntimeService::Stub;
    using Images_ = v1::ImageService::Stub;

    template <class Stub, class Request, class Reply>
    grpc::Status call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                      const Request& request, Reply& reply, std::chrono::seconds limit = {}) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + (limit.count() > 0 ? limit : m_options.callTimeout));
        return (stub.*method)(&context, request, &reply);
    }

    template <class Read>
    static auto answer(const grpc::Status& status, Read read) -> Outcome<decltype(read())> {
        if (!status.ok()) return std::unexpected(toError(status));
        return read();
    }
    static Outcome<> done(const grpc::Status& status) {
        if (!status.ok()) return std::unexpected(toError(status));
        return {};
    }
    static Outcome<> goneIsDone(const grpc::Status& status) {
        return status.error_code() == grpc::StatusCode::NOT_FOUND ? Outcome<>() : done(status);
    }
    template <class T, class Items>
    static std::vector<T> list(const Items& items) {
        std::vector<T> out;
        out.reserve(items.size());
        for (const auto& item : items) out.push_back(wire::fromWire(item));
        return out;
    }

    GrpcOptions m_options;
    std::unique_ptr<v1::RuntimeService::Stub> m_runtime;
    std::unique_ptr<v1::ImageService::Stub> m_images;
};

}  // namespace

std::unique_ptr<Runtime> connectGrpc(const GrpcOptions& options) {
    return std::make_unique<GrpcRuntime>(options);
}

}  // namespace armillary::cri
