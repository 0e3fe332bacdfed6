#include "nodes/cri/containerd/containerd.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <format>
#include <fstream>
#include <thread>

#include "engine/async/file.h"
#include "nodes/cri/containerd/process.h"

namespace armillary::cri {

namespace fs = std::filesystem;

namespace {

/// Some gigabytes onto a slow disk.
constexpr std::chrono::minutes kImportPatience{10};

bool answers(const fs::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.string().size() >= sizeof address.sun_path) return false;
    std::strcpy(address.sun_path, socket.c_str());
    int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    bool connected = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

/// Whether an overlay can be mounted below `dir`: a data directory may itself lie on one, or on a file system
/// without the needed attributes.
bool overlayWorks(const fs::path& dir) {
    auto probe = dir / "overlay-probe";
    std::error_code ignored;
    for (const char* part : {"lower", "upper", "work", "merged"}) fs::create_directories(probe / part, ignored);
    auto options = std::format("lowerdir={0}/lower,upperdir={0}/upper,workdir={0}/work", probe.string());
    auto merged = probe / "merged";
    bool works = ::mount("overlay", merged.c_str(), "overlay", 0, options.c_str()) == 0;
    if (works) ::umount2(merged.c_str(), MNT_DETACH);
    fs::remove_all(probe, ignored);
    return works;
}

std::string lastLines(const fs::path& log, std::size_t bytes) {
    std::string text = async::readFileEnd(log, bytes).value_or("");
    while (!text.empty() && text.back() == '\n') text.pop_back();
    auto line = text.rfind('\n');
    return line == std::string::npos ? text : text.substr(line + 1);
}

}  // namespace

CgroupMode detectCgroups(const fs::path& root) {
    std::error_code error;
    if (fs::exists(root / "cgroup.controllers", error)) return CgroupMode::V2;
    if (fs::exists(root / "unified" / "cgroup.procs", error)) return CgroupMode::Hybrid;
    return CgroupMode::V1;
}

std::string containerdToml(const ContainerdConfig& config, const std::string& snapshotter) {
    return std::format(R"(version = 2
root = "{0}/root"
state = "{1}/state"
oom_score = {8}
# What nothing here uses costs memory and start-up time.
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.blockfile",
  "io.containerd.internal.v1.opt", "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp",
  "io.containerd.nri.v1.nri"]

[grpc]
  address = "{2}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{3}"
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  stream_idle_timeout = "4h0m0s"
  max_container_log_line_size = {4}
  device_ownership_from_security_context = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  ignore_image_defined_volumes = false
  drain_exec_sync_io_timeout = "5s"
  restrict_oom_score_adj = {9}
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{5}"
    conf_dir = "{6}"
    max_conf_num = 1
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "{10}:/etc/containerd/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "{7}"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "runc"
        SystemdCgroup = false
        Root = "{1}/runc"
)",
                       config.stateDir.string(), config.runDir.string(), config.socket().string(), config.sandboxImage,
                       config.maxLogLineBytes, config.cniBinaryDir.string(), config.cniConfigDir.string(), snapshotter,
                       config.mayLowerOomScore ? -999 : 0, !config.mayLowerOomScore, config.registriesDir().string());
}

bool mayLowerOomScore() {
    constexpr int kSysResource = 24;
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("CapEff:")) return (std::stoull(line.substr(7), nullptr, 16) >> kSysResource) & 1;
    return false;
}

pid_t Containerd::pid() const {
    std::ifstream in(m_config.runDir / "containerd.pid");
    pid_t pid = 0;
    in >> pid;
    return pid;
}

bool Containerd::running() const {
    auto recorded = pid();
    return recorded > 0 && commandLineContains(recorded, (m_config.stateDir / "config.toml").string());
}

std::expected<void, std::string> Containerd::ensureRunning(std::chrono::seconds wait) {
    if (!running())
        if (auto started = start(); !started) return started;
    auto until = std::chrono::steady_clock::now() + wait;
    while (!answers(m_config.socket())) {
        if (!running())
            return std::unexpected(
                "containerd ended right after its start: " + lastLines(m_config.stateDir / "containerd.log", 4096) +
                " (all of it is in " + (m_config.stateDir / "containerd.log").string() + ")");
        if (std::chrono::steady_clock::now() > until)
            return std::unexpected(std::format("containerd does not answer on {} after {} s; see {}",
                                               m_config.socket().string(), wait.count(),
                                               (m_config.stateDir / "containerd.log").string()));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {};
}

std::expected<void, std::string> Containerd::start() {
    auto program = findProgram("containerd");
    if (program.empty())
        return std::unexpected("containerd is not installed; install it (Debian: apt-get install containerd runc)");
    if (findProgram("runc").empty())
        return std::unexpected("runc is not installed; install it (Debian: apt-get install runc)");

    std::error_code error;
    for (const auto& dir : {m_config.stateDir / "root", m_config.runDir / "state"}) {
        fs::create_directories(dir, error);
        if (error) return std::unexpected("cannot make " + dir.string() + ": " + error.message());
    }
    fs::permissions(m_config.runDir, fs::perms::owner_all, error);
    // What containers were made with is what they must be found with again.
    auto toml = m_config.stateDir / "config.toml";
    auto chosen = m_config.stateDir / "snapshotter";
    std::string snapshotter;
    std::ifstream(chosen) >> snapshotter;
    if (snapshotter.empty()) {
        snapshotter = overlayWorks(m_config.stateDir / "root") ? "overlayfs" : "native";
        std::ofstream(chosen) << snapshotter << '\n';
    }
    if (!(std::ofstream(toml) << containerdToml(m_config, snapshotter)).flush())
        return std::unexpected("cannot write " + toml.string());

    fs::remove(m_config.socket(), error);
    ProcessSpec spec;
    spec.program = program;
    spec.arguments = {"--config", toml.string(), "--log-level", "warn"};
    spec.log = m_config.stateDir / "containerd.log";
    auto pid = spawnDetached(spec);
    if (!pid) return std::unexpected("cannot start containerd: " + pid.error());
    std::ofstream(m_config.runDir / "containerd.pid") << *pid << '\n';
    // Between fork and exec the process does not yet carry containerd's command line.
    for (int i = 0; i < 200 && !running() && ::kill(*pid, 0) == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return {};
}

void Containerd::stop() {
    if (!running()) return;
    auto recorded = pid();
    ::kill(recorded, SIGTERM);
    for (int i = 0; i < 100 && running(); ++i) {
        ::waitpid(recorded, nullptr, WNOHANG);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    if (running()) {
        ::kill(recorded, SIGKILL);
        for (int i = 0; i < 40 && running(); ++i) {
            ::waitpid(recorded, nullptr, WNOHANG);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    std::error_code ignored;
    fs::remove(m_config.runDir / "containerd.pid", ignored);
    fs::remove(m_config.socket(), ignored);
}

std::expected<void, std::string> Containerd::import(const fs::path& archive) {
    auto program = findProgram("ctr");
    if (program.empty()) return std::unexpected("ctr is not installed; it is part of containerd's package");
    ProcessSpec spec;
    spec.program = program;
    spec.arguments = {"--address",     m_config.socket().string(), "--namespace", "k8s.io", "images", "import",
                      archive.string()};
    auto output = runToEnd(spec, kImportPatience);
    if (!output) return std::unexpected("cannot import " + archive.string() + ": " + output.error());
    return {};
}

std::vector<pid_t> shimsOf(const ContainerdConfig& config) {
    std::vector<pid_t> out;
    for (auto pid : processes())
        if (commandLineContains(pid, "containerd-shim") && commandLineContains(pid, config.socket().string()))
            out.push_back(pid);
    return out;
}

}  // namespace armillary::cri
