#include "nodes/cri/fake/fake_runtime.h"

#include <algorithm>
#include <format>

namespace armillary::cri {

namespace {

Error notFound(const std::string& what, const std::string& id) {
    return {Error::Code::NotFound, std::format("an error occurred when try to find {} \"{}\": not found", what, id)};
}

bool matches(const Labels& wanted, const Labels& labels) {
    return std::ranges::all_of(wanted, [&](const auto& pair) {
        auto it = labels.find(pair.first);
        return it != labels.end() && it->second == pair.second;
    });
}

}  // namespace

/// Counts where it stands among the events told; ends while the runtime is down.
class FakeRuntime::Subscription final : public Events {
public:
    explicit Subscription(FakeRuntime& runtime) : m_runtime(runtime), m_seen(runtime.m_told), m_ended(runtime.m_down) {}
    bool next() override {
        std::unique_lock lock(m_runtime.m_mutex);
        ++m_runtime.m_subscribers;
        m_runtime.m_news.wait(lock, [&] { return m_ended || m_runtime.m_down || m_seen != m_runtime.m_told; });
        --m_runtime.m_subscribers;
        m_ended |= m_runtime.m_down;
        if (m_ended) return false;
        ++m_seen;
        ++m_runtime.m_taken;
        return true;
    }
    void cancel() override {
        std::lock_guard lock(m_runtime.m_mutex);
        m_ended = true;
        m_runtime.m_news.notify_all();
    }

private:
    FakeRuntime& m_runtime;
    std::uint64_t m_seen;
    bool m_ended;
};

// ---- scripting

void FakeRuntime::addImage(const std::string& name, std::uint64_t sizeBytes) {
    std::lock_guard lock(m_mutex);
    Image image;
    image.id = "sha256:" + name;
    image.tags = {name};
    image.sizeBytes = sizeBytes;
    m_images[name] = image;
}

void FakeRuntime::addPullable(const std::string& name) {
    std::lock_guard lock(m_mutex);
    m_pullable.insert(name);
}

void FakeRuntime::exitAtOnce(const std::string& image, int code) {
    std::lock_guard lock(m_mutex);
    m_exitAtOnce[image] = code;
}

bool FakeRuntime::exit(const std::string& containerName, int code, const std::string& reason) {
    std::lock_guard lock(m_mutex);
    for (auto& [id, entry] : m_containers) {
        if (entry.status.name != containerName || entry.status.state != ContainerState::Running) continue;
        end(entry, code, reason);
        return true;
    }
    return false;
}

void FakeRuntime::killSandbox(const std::string& podName) {
    std::lock_guard lock(m_mutex);
    for (auto& [id, sandbox] : m_sandboxes) {
        if (sandbox.status.name != podName) continue;
        sandbox.status.ready = false;
        tell();
        for (auto& [containerId, entry] : m_containers)
            if (entry.status.sandboxId == id && entry.status.state == ContainerState::Running) end(entry, 137, "Error");
    }
}

void FakeRuntime::failNext(const std::string& method, Error error) {
    std::lock_guard lock(m_mutex);
    m_failures[method].push_back(std::move(error));
}

void FakeRuntime::onExec(ExecHandler handler) {
    std::lock_guard lock(m_mutex);
    m_exec = std::move(handler);
}

void FakeRuntime::setDown(bool down) {
    std::lock_guard lock(m_mutex);
    m_down = down;
    m_news.notify_all();
}

void FakeRuntime::loseEvents(bool lose) {
    std::lock_guard lock(m_mutex);
    m_losing = lose;
}

// ---- looking

std::vector<std::string> FakeRuntime::calls() const {
    std::lock_guard lock(m_mutex);
    return m_calls;
}

void FakeRuntime::clearCalls() {
    std::lock_guard lock(m_mutex);
    m_calls.clear();
}

std::optional<ContainerConfig> FakeRuntime::configOf(const std::string& containerName) const {
    std::lock_guard lock(m_mutex);
    const ContainerEntry* newest = nullptr;
    for (const auto& [id, entry] : m_containers)
        if (entry.status.name == containerName && (!newest || entry.status.attempt >= newest->status.attempt))
            newest = &entry;
    return newest ? std::optional(newest->config) : std::nullopt;
}

std::optional<SandboxConfig> FakeRuntime::sandboxConfigOf(const std::string& podName) const {
    std::lock_guard lock(m_mutex);
    const SandboxEntry* newest = nullptr;
    for (const auto& [id, entry] : m_sandboxes)
        if (entry.status.name == podName && (!newest || entry.status.attempt >= newest->status.attempt))
            newest = &entry;
    return newest ? std::optional(newest->config) : std::nullopt;
}

std::size_t FakeRuntime::runningContainers() const {
    std::lock_guard lock(m_mutex);
    return std::ranges::count_if(m_containers,
                                 [](const auto& pair) { return pair.second.status.state == ContainerState::Running; });
}

int FakeRuntime::subscribers() const {
    std::lock_guard lock(m_mutex);
    return m_subscribers;
}

int FakeRuntime::eventsTaken() const {
    std::lock_guard lock(m_mutex);
    return m_taken;
}

std::optional<Error> FakeRuntime::enter(const std::string& method, const std::string& detail) {
    m_calls.push_back(detail.empty() ? method : method + " " + detail);
    if (m_down) return Error{Error::Code::Unavailable, "connection refused"};
    auto it = m_failures.find(method);
    if (it == m_failures.end() || it->second.empty()) return std::nullopt;
    auto error = it->second.front();
    it->second.pop_front();
    return error;
}

std::int64_t FakeRuntime::nowNanoseconds() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(m_clock.now().time_since_epoch()).count();
}

std::string FakeRuntime::newId() {
    return std::format("{:064x}", ++m_nextId);
}

void FakeRuntime::end(ContainerEntry& entry, int code, const std::string& reason) {
    entry.status.state = ContainerState::Exited;
    entry.status.exitCode = code;
    entry.status.finishedAt = nowNanoseconds();
    entry.status.reason = !reason.empty() ? reason : code == 0 ? "Completed" : "Error";
    tell();
}

void FakeRuntime::tell() {
    if (m_losing) return;
    ++m_told;
    m_news.notify_all();
}

// ---- Runtime

Outcome<Version> FakeRuntime::version() {
    std::lock_guard lock(m_mutex);
    if (auto error = enter("Version")) return std::unexpected(*error);
    return Version{"containerd", "1.7.24"};
}

Outcome<RuntimeStatus> FakeRuntime::status() {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    RuntimeStatus status;
    status.runtime.ready = status.network.ready = true;
    return status;
}

Outcome<std::string> FakeRuntime::runSandbox(const SandboxConfig& config) {
    std::lock_guard lock(m_mutex);
    if (auto error = enter("RunPodSandbox", config.name)) return std::unexpected(*error);
    SandboxEntry entry;
    auto& status = entry.status;
    status.id = newId();
    status.name = config.name;
    status.uid = config.uid;
    status.namespace_ = config.namespace_;
    status.attempt = config.attempt;
    status.ready = true;
    status.createdAt = nowNanoseconds();
    status.labels = config.labels;
    status.annotations = config.annotations;
    status.namespaces = config.security.namespaces;
    if (config.security.namespaces.network != NamespaceMode::Node)
        status.ips = {std::format("10.244.0.{}", m_nextId % 250 + 2)};
    entry.config = config;
    auto id = status.id;
    m_sandboxes.emplace(id, std::move(entry));
    tell();
    return id;
}

Outcome<> FakeRuntime::stopSandbox(const std::string& id) {
    std::lock_guard lock(m_mutex);
    auto it = m_sandboxes.find(id);
    if (auto error = enter("StopPodSandbox", it == m_sandboxes.end() ? id : it->second.status.name))
        return std::unexpected(*error);
    if (it == m_sandboxes.end()) return {};
    it->second.status.ready = false;
    tell();
    for (auto& [containerId, entry] : m_containers)
        if (entry.status.sandboxId == id && entry.status.state == ContainerState::Running) end(entry, 137, "Error");
    return {};
}

Outcome<> FakeRuntime::removeSandbox(const std::string& id) {
    std::lock_guard lock(m_mutex);
    auto it = m_sandboxes.find(id);
    if (auto error = enter("RemovePodSandbox", it == m_sandboxes.end() ? id : it->second.status.name))
        return std::unexpected(*error);
    std::erase_if(m_containers, [&](const auto& pair) { return pair.second.status.sandboxId == id; });
    if (it != m_sandboxes.end()) m_sandboxes.erase(it);
    tell();
    return {};
}

Outcome<SandboxStatus> FakeRuntime::sandboxStatus(const std::string& id) {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    auto it = m_sandboxes.find(id);
    if (it == m_sandboxes.end()) return std::unexpected(notFound("sandbox", id));
    return it->second.status;
}

Outcome<std::vector<Sandbox>> FakeRuntime::listSandboxes(const Filter& filter) {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    std::vector<Sandbox> out;
    for (const auto& [id, entry] : m_sandboxes)
        if ((filter.sandboxId.empty() || filter.sandboxId == id) && matches(filter.labels, entry.status.labels))
            out.push_back(entry.status);
    return out;
}

Outcome<std::string> FakeRuntime::createContainer(const std::string& sandboxId, const ContainerConfig& config,
                                                  const SandboxConfig& sandbox) {
    std::lock_guard lock(m_mutex);
    if (auto error = enter("CreateContainer", config.name)) return std::unexpected(*error);
    if (!m_sandboxes.contains(sandboxId)) return std::unexpected(notFound("sandbox", sandboxId));
    ContainerEntry entry;
    auto& status = entry.status;
    status.id = newId();
    status.sandboxId = sandboxId;
    status.name = config.name;
    status.attempt = config.attempt;
    status.image = config.requestedImage.empty() ? config.image : config.requestedImage;
    status.imageRef = config.image;
    if (!config.logPath.empty()) status.logPath = sandbox.logDirectory + "/" + config.logPath;
    status.state = ContainerState::Created;
    status.createdAt = nowNanoseconds();
    status.labels = config.labels;
    status.annotations = config.annotations;
    for (const auto& mount : config.mounts)
        if (mount.recursiveReadOnly) status.recursiveReadOnly.push_back(mount.containerPath);
    entry.config = config;
    auto id = status.id;
    m_containers.emplace(id, std::move(entry));
    tell();
    return id;
}

Outcome<> FakeRuntime::startContainer(const std::string& id) {
    std::lock_guard lock(m_mutex);
    auto it = m_containers.find(id);
    if (auto error = enter("StartContainer", it == m_containers.end() ? id : it->second.status.name)) {
        if (it != m_containers.end()) {
            end(it->second, 128, "StartError");
            it->second.status.message = error->message;
        }
        return std::unexpected(*error);
    }
    if (it == m_containers.end()) return std::unexpected(notFound("container", id));
    it->second.status.state = ContainerState::Running;
    it->second.status.startedAt = nowNanoseconds();
    tell();
    if (auto script = m_exitAtOnce.find(it->second.status.image); script != m_exitAtOnce.end())
        end(it->second, script->second, {});
    return {};
}

Outcome<> FakeRuntime::stopContainer(const std::string& id, std::chrono::seconds grace) {
    std::lock_guard lock(m_mutex);
    auto it = m_containers.find(id);
    auto detail = it == m_containers.end() ? id : std::format("{} {}", it->second.status.name, grace.count());
    if (auto error = enter("StopContainer", detail)) return std::unexpected(*error);
    if (it != m_containers.end() && it->second.status.state == ContainerState::Running)
        end(it->second, grace.count() > 0 ? 0 : 137, {});
    return {};
}

Outcome<> FakeRuntime::removeContainer(const std::string& id) {
    std::lock_guard lock(m_mutex);
    auto it = m_containers.find(id);
    if (auto error = enter("RemoveContainer", it == m_containers.end() ? id : it->second.status.name))
        return std::unexpected(*error);
    if (it != m_containers.end()) m_containers.erase(it);
    tell();
    return {};
}

Outcome<std::vector<Container>> FakeRuntime::listContainers(const Filter& filter) {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    std::vector<Container> out;
    for (const auto& [id, entry] : m_containers)
        if ((filter.sandboxId.empty() || filter.sandboxId == entry.status.sandboxId) &&
            matches(filter.labels, entry.status.labels))
            out.push_back(entry.status);
    return out;
}

Outcome<ContainerStatus> FakeRuntime::containerStatus(const std::string& id) {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    auto it = m_containers.find(id);
    if (it == m_containers.end()) return std::unexpected(notFound("container", id));
    return it->second.status;
}

Outcome<> FakeRuntime::reopenLog(const std::string& id) {
    std::lock_guard lock(m_mutex);
    if (auto error = enter("ReopenContainerLog", id)) return std::unexpected(*error);
    return {};
}

std::unique_ptr<Events> FakeRuntime::events() {
    std::lock_guard lock(m_mutex);
    return std::make_unique<Subscription>(*this);
}

Outcome<ExecResult> FakeRuntime::execSync(const std::string& id, const std::vector<std::string>& command,
                                          std::chrono::seconds) {
    std::unique_lock lock(m_mutex);
    auto it = m_containers.find(id);
    if (auto error = enter("ExecSync", it == m_containers.end() ? id : it->second.status.name))
        return std::unexpected(*error);
    if (it == m_containers.end()) return std::unexpected(notFound("container", id));
    if (it->second.status.state != ContainerState::Running)
        return std::unexpected(Error{Error::Code::Other, "container is not running"});
    Container container = it->second.status;
    auto handler = m_exec;
    lock.unlock();
    return handler ? handler(container, command) : ExecResult{};
}

Outcome<std::string> FakeRuntime::exec(const std::string& id, const std::vector<std::string>&, bool, bool, bool, bool) {
    std::lock_guard lock(m_mutex);
    if (!m_containers.contains(id)) return std::unexpected(notFound("container", id));
    return "http://127.0.0.1:1/exec/" + id;
}

Outcome<std::string> FakeRuntime::attach(const std::string& id, bool, bool, bool, bool) {
    std::lock_guard lock(m_mutex);
    if (!m_containers.contains(id)) return std::unexpected(notFound("container", id));
    return "http://127.0.0.1:1/attach/" + id;
}

Outcome<std::string> FakeRuntime::portForward(const std::string& sandboxId) {
    std::lock_guard lock(m_mutex);
    if (!m_sandboxes.contains(sandboxId)) return std::unexpected(notFound("sandbox", sandboxId));
    return "http://127.0.0.1:1/portforward/" + sandboxId;
}

Outcome<std::vector<Image>> FakeRuntime::listImages() {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    std::vector<Image> out;
    for (const auto& [name, image] : m_images) out.push_back(image);
    return out;
}

Outcome<std::optional<Image>> FakeRuntime::imageStatus(const std::string& image) {
    std::lock_guard lock(m_mutex);
    if (m_down) return std::unexpected(Error{Error::Code::Unavailable, "connection refused"});
    auto it = std::ranges::find_if(m_images,
                                   [&](const auto& pair) { return pair.first == image || pair.second.id == image; });
    return it == m_images.end() ? std::optional<Image>() : std::optional(it->second);
}

Outcome<std::string> FakeRuntime::pullImage(const std::string& image, const std::optional<RegistryAuth>&) {
    {
        std::lock_guard lock(m_mutex);
        if (auto error = enter("PullImage", image)) return std::unexpected(*error);
        if (!m_pullable.contains(image)) return std::unexpected(notFound("image", image));
    }
    addImage(image);
    return "sha256:" + image;
}

Outcome<> FakeRuntime::removeImage(const std::string& image) {
    std::lock_guard lock(m_mutex);
    if (auto error = enter("RemoveImage", image)) return std::unexpected(*error);
    std::erase_if(m_images, [&](const auto& pair) { return pair.first == image || pair.second.id == image; });
    return {};
}

Outcome<std::vector<FilesystemUsage>> FakeRuntime::imageFilesystems() {
    std::lock_guard lock(m_mutex);
    std::uint64_t used = 0;
    for (const auto& [name, image] : m_images) used += image.sizeBytes;
    return std::vector<FilesystemUsage>{{"/", used, 1}};
}

Outcome<std::vector<ContainerStats>> FakeRuntime::containerStats(const Filter& filter) {
    std::lock_guard lock(m_mutex);
    std::vector<ContainerStats> out;
    for (const auto& [id, entry] : m_containers) {
        if (!matches(filter.labels, entry.status.labels)) continue;
        ContainerStats stats;
        stats.id = id;
        stats.name = entry.status.name;
        stats.labels = entry.status.labels;
        stats.timestamp = nowNanoseconds();
        out.push_back(std::move(stats));
    }
    return out;
}

Outcome<std::vector<SandboxStats>> FakeRuntime::sandboxStats(const Filter& filter) {
    std::lock_guard lock(m_mutex);
    std::vector<SandboxStats> out;
    for (const auto& [id, entry] : m_sandboxes) {
        if (!entry.status.ready || !matches(filter.labels, entry.status.labels)) continue;
        SandboxStats stats;
        stats.id = id;
        stats.labels = entry.status.labels;
        stats.processes = 1;
        if (!entry.status.ips.empty()) stats.interfaces = {{"eth0", 2000, 0, 1000, 0}};
        out.push_back(std::move(stats));
    }
    return out;
}

}  // namespace armillary::cri
