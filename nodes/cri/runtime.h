#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The container runtime as the agent sees it: the Container Runtime Interface (k8s.io/cri-api, runtime.v1) in plain
/// structs. Names are the specification's. Times are nanoseconds since the Unix epoch, 0 for "not yet".
namespace armillary::cri {

struct Error {
    enum class Code { NotFound, AlreadyExists, Unavailable, Deadline, Unsupported, Other };
    Code code = Code::Other;
    std::string message;
    std::string status = {};  ///< gRPC's name for a code that is Other here; empty is Unknown

    /// As upstream prints errors of its runtime where it does not take the message alone.
    std::string text() const;
};

template <class T = void>
using Outcome = std::expected<T, Error>;
using Labels = std::map<std::string, std::string>;

struct Version {
    std::string runtimeName, runtimeVersion;
};

struct RuntimeStatus {
    struct Condition {
        bool ready = false;
        std::string reason, message;
    };
    Condition runtime, network;
    struct Handler {
        std::string name;  ///< "" is the one for pods without a RuntimeClass
        bool recursiveReadOnly = false, userNamespaces = false;
    };
    std::vector<Handler> handlers;  ///< of runtimes that say what theirs can do
};

enum class NamespaceMode { Pod, Container, Node, Target };

struct NamespaceOptions {
    NamespaceMode network = NamespaceMode::Pod;
    NamespaceMode pid = NamespaceMode::Container;
    NamespaceMode ipc = NamespaceMode::Pod;
    std::string targetId;  ///< the container whose PID namespace Target means
};

/// Of seccomp, and of AppArmor, which is named alike.
struct SeccompProfile {
    enum class Type { RuntimeDefault, Unconfined, Localhost };
    Type type = Type::Unconfined;
    std::string localhostPath;
};

struct SandboxSecurity {
    NamespaceOptions namespaces;
    std::optional<std::int64_t> runAsUser, runAsGroup;
    std::vector<std::int64_t> supplementalGroups;
    bool privileged = false;
    std::optional<SeccompProfile> seccomp;
};

struct PortMapping {
    std::string protocol;  ///< "TCP", "UDP", "SCTP"
    std::int32_t containerPort = 0, hostPort = 0;
    std::string hostIp;
};

struct DnsConfig {
    std::vector<std::string> servers, searches, options;
    bool operator==(const DnsConfig&) const = default;
};

struct LinuxResources {
    std::int64_t cpuPeriod = 0, cpuQuota = 0, cpuShares = 0, memoryLimitBytes = 0, oomScoreAdj = 0;
    bool operator==(const LinuxResources&) const = default;
};

struct SandboxConfig {
    std::string name, uid, namespace_;
    std::uint32_t attempt = 0;
    std::string hostname, logDirectory;
    std::optional<DnsConfig> dns;  ///< empty: the host's
    std::vector<PortMapping> portMappings;
    Labels labels, annotations;
    std::string cgroupParent;
    SandboxSecurity security;
    Labels sysctls;
    std::string runtimeHandler;
};

struct Sandbox {
    std::string id, name, uid, namespace_;
    std::uint32_t attempt = 0;
    bool ready = false;
    std::int64_t createdAt = 0;
    Labels labels, annotations;
};

struct SandboxStatus : Sandbox {
    std::vector<std::string> ips;  ///< empty for host network
    NamespaceOptions namespaces;
};

enum class Propagation { Private, HostToContainer, Bidirectional };

struct Mount {
    std::string containerPath, hostPath;
    bool readOnly = false;
    Propagation propagation = Propagation::Private;
    bool recursiveReadOnly = false;  ///< what is mounted below is read-only too
};

struct Device {
    std::string containerPath, hostPath, permissions;
};

struct ContainerSecurity {
    std::vector<std::string> addCapabilities, dropCapabilities;
    bool privileged = false;
    NamespaceOptions namespaces;
    std::optional<std::int64_t> runAsUser, runAsGroup;
    bool readOnlyRoot = false;
    std::vector<std::int64_t> supplementalGroups;
    bool noNewPrivileges = false;
    std::vector<std::string> maskedPaths, readOnlyPaths;
    std::optional<SeccompProfile> seccomp, appArmor;
};

struct ContainerConfig {
    std::string name;
    std::uint32_t attempt = 0;
    std::string image;           ///< the reference or id to run
    std::string requestedImage;  ///< as the pod's author wrote it
    std::vector<std::string> command, args;
    std::string workingDir;
    std::vector<std::pair<std::string, std::string>> env;
    std::vector<Mount> mounts;
    std::vector<Device> devices;
    Labels labels, annotations;
    std::string logPath;  ///< relative to the sandbox's log directory
    bool stdin_ = false, stdinOnce = false, tty = false;
    LinuxResources resources;
    ContainerSecurity security;
};

enum class ContainerState { Created, Running, Exited, Unknown };

struct Container {
    std::string id, sandboxId, name;
    std::uint32_t attempt = 0;
    std::string image, imageRef;
    ContainerState state = ContainerState::Unknown;
    std::int64_t createdAt = 0;
    Labels labels, annotations;
};

struct ContainerStatus : Container {
    std::int64_t startedAt = 0, finishedAt = 0;
    std::int32_t exitCode = 0;
    std::string reason, message, logPath;
    std::vector<std::string> recursiveReadOnly;  ///< paths inside the container that are mounted so
};

struct ExecResult {
    std::string stdout_, stderr_;
    std::int32_t exitCode = 0;
};

struct Image {
    std::string id;
    std::vector<std::string> tags, digests;
    std::uint64_t sizeBytes = 0;
    std::optional<std::int64_t> uid;  ///< the user that the image names by number
    std::string username;             ///< or by name
    bool pinned = false;
};

struct RegistryAuth {
    std::string username, password, auth, serverAddress, identityToken, registryToken;
};

struct ContainerStats {
    std::string id, name;
    Labels labels;
    std::int64_t timestamp = 0;
    std::uint64_t cpuNanoseconds = 0, cpuNanocores = 0;
    std::uint64_t workingSetBytes = 0, usageBytes = 0, rssBytes = 0;
    std::uint64_t writableBytes = 0, writableInodes = 0;
};

/// Since the sandbox began; its network and processes, which its containers share.
struct SandboxStats {
    struct Interface {
        std::string name;
        std::uint64_t rxBytes = 0, rxErrors = 0, txBytes = 0, txErrors = 0;
    };
    std::string id;
    Labels labels;
    std::vector<Interface> interfaces;  ///< the pod's own first; empty for host network
    std::uint64_t processes = 0;
};

struct FilesystemUsage {
    std::string mountpoint;
    std::uint64_t usedBytes = 0, inodesUsed = 0;
};

/// Which sandboxes or containers a list is about: those with all of these labels, of one sandbox when given.
struct Filter {
    Labels labels;
    std::string sandboxId;
};

/// What the runtime tells of its sandboxes and containers as it happens, reduced to this: something has changed. No
/// word is lost between the subscription and its end as far as the runtime keeps its own promise; runtimes drop events
/// that nobody takes, so that a list now and then stays needed.
class Events {
public:
    virtual ~Events() = default;
    /// Waits for the next one, however long that takes. False when the subscription has ended: the runtime went away,
    /// has no events to give, or cancel() was called. One thread at a time.
    virtual bool next() = 0;
    /// Ends the subscription, next() too. From any thread.
    virtual void cancel() = 0;
};

/// Thread-safe; every call blocks until answered, at most for a deadline of its own. Stops and removals of what is
/// already gone succeed.
class Runtime {
public:
    virtual ~Runtime() = default;

    virtual Outcome<Version> version() = 0;
    virtual Outcome<RuntimeStatus> status() = 0;

    virtual Outcome<std::string> runSandbox(const SandboxConfig& config) = 0;
    virtual Outcome<> stopSandbox(const std::string& id) = 0;
    virtual Outcome<> removeSandbox(const std::string& id) = 0;
    virtual Outcome<SandboxStatus> sandboxStatus(const std::string& id) = 0;
    virtual Outcome<std::vector<Sandbox>> listSandboxes(const Filter& filter = {}) = 0;

    virtual Outcome<std::string> createContainer(const std::string& sandboxId, const ContainerConfig& config,
                                                 const SandboxConfig& sandbox) = 0;
    virtual Outcome<> startContainer(const std::string& id) = 0;
    /// The stop signal, then SIGKILL after `grace`; returns when the container has ended.
    virtual Outcome<> stopContainer(const std::string& id, std::chrono::seconds grace) = 0;
    virtual Outcome<> removeContainer(const std::string& id) = 0;
    virtual Outcome<std::vector<Container>> listContainers(const Filter& filter = {}) = 0;
    virtual Outcome<ContainerStatus> containerStatus(const std::string& id) = 0;
    virtual Outcome<> reopenLog(const std::string& id) = 0;
    /// Subscribes; never null. Whether the runtime can do so shows at the first next().
    virtual std::unique_ptr<Events> events() = 0;

    /// Code::Deadline when the command ran longer than `timeout` (0: the longest that a call may take).
    virtual Outcome<ExecResult> execSync(const std::string& id, const std::vector<std::string>& command,
                                         std::chrono::seconds timeout) = 0;
    /// The three below answer with a URL of the runtime's streaming server.
    virtual Outcome<std::string> exec(const std::string& id, const std::vector<std::string>& command, bool tty,
                                      bool stdin_, bool stdout_, bool stderr_) = 0;
    virtual Outcome<std::string> attach(const std::string& id, bool tty, bool stdin_, bool stdout_, bool stderr_) = 0;
    virtual Outcome<std::string> portForward(const std::string& sandboxId) = 0;

    virtual Outcome<std::vector<Image>> listImages() = 0;
    /// Empty when the image is not present.
    virtual Outcome<std::optional<Image>> imageStatus(const std::string& image) = 0;
    /// The reference (id) of what was pulled.
    virtual Outcome<std::string> pullImage(const std::string& image, const std::optional<RegistryAuth>& auth) = 0;
    virtual Outcome<> removeImage(const std::string& image) = 0;
    virtual Outcome<std::vector<FilesystemUsage>> imageFilesystems() = 0;

    virtual Outcome<std::vector<ContainerStats>> containerStats(const Filter& filter = {}) = 0;
    virtual Outcome<std::vector<SandboxStats>> sandboxStats(const Filter& filter = {}) = 0;
};

}  // namespace armillary::cri
