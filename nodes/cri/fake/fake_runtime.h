#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>

#include "engine/async/clock.h"
#include "nodes/cri/runtime.h"

namespace armillary::cri {

/// A runtime in memory that does what a test tells it to. Containers run until exit(), stopContainer() or a script
/// given for their image ends them. Times come from the clock.
class FakeRuntime final : public Runtime {
public:
    explicit FakeRuntime(async::Clock& clock) : m_clock(clock) {}

    // -- scripting
    /// Makes the image present. `pullable` images are not present but can be pulled.
    void addImage(const std::string& name, std::uint64_t sizeBytes = 1000);
    void addPullable(const std::string& name);
    /// Containers of this image end with the code as soon as they start.
    void exitAtOnce(const std::string& image, int code);
    /// Ends the newest running container of that name; false when there is none.
    bool exit(const std::string& containerName, int code, const std::string& reason = {});
    /// The sandbox of the pod dies, and its containers with it.
    void killSandbox(const std::string& podName);
    /// The next call of the method ("RunPodSandbox", "PullImage", …) fails so. Several queue up.
    void failNext(const std::string& method, Error error);
    /// Answers ExecSync; the default is exit code 0 and no output.
    using ExecHandler = std::function<Outcome<ExecResult>(const Container&, const std::vector<std::string>& command)>;
    void onExec(ExecHandler handler);
    /// As if the runtime were not there: every call is Unavailable.
    void setDown(bool down);
    /// From now on changes are told to nobody, as when a runtime's queue is full.
    void loseEvents(bool lose);

    // -- looking
    /// "RunPodSandbox web", "CreateContainer main", "StartContainer main", "StopContainer main 30", … in order.
    std::vector<std::string> calls() const;
    void clearCalls();
    std::optional<ContainerConfig> configOf(const std::string& containerName) const;
    std::optional<SandboxConfig> sandboxConfigOf(const std::string& podName) const;
    std::size_t runningContainers() const;
    /// Subscriptions that somebody waits on, and events that were taken from all of them.
    int subscribers() const;
    int eventsTaken() const;

    // -- Runtime
    Outcome<Version> version() override;
    Outcome<RuntimeStatus> status() override;
    Outcome<std::string> runSandbox(const SandboxConfig& config) override;
    Outcome<> stopSandbox(const std::string& id) override;
    Outcome<> removeSandbox(const std::string& id) override;
    Outcome<SandboxStatus> sandboxStatus(const std::string& id) override;
    Outcome<std::vector<Sandbox>> listSandboxes(const Filter& filter) override;
    Outcome<std::string> createContainer(const std::string& sandboxId, const ContainerConfig& config,
                                         const SandboxConfig& sandbox) override;
    Outcome<> startContainer(const std::string& id) override;
    Outcome<> stopContainer(const std::string& id, std::chrono::seconds grace) override;
    Outcome<> removeContainer(const std::string& id) override;
    Outcome<std::vector<Container>> listContainers(const Filter& filter) override;
    Outcome<ContainerStatus> containerStatus(const std::string& id) override;
    Outcome<> reopenLog(const std::string& id) override;
    std::unique_ptr<Events> events() override;
    Outcome<ExecResult> execSync(const std::string& id, const std::vector<std::string>& command,
                                 std::chrono::seconds timeout) override;
    Outcome<std::string> exec(const std::string& id, const std::vector<std::string>& command, bool tty, bool stdin_,
                              bool stdout_, bool stderr_) override;
    Outcome<std::string> attach(const std::string& id, bool tty, bool stdin_, bool stdout_, bool stderr_) override;
    Outcome<std::string> portForward(const std::string& sandboxId) override;
    Outcome<std::vector<Image>> listImages() override;
    Outcome<std::optional<Image>> imageStatus(const std::string& image) override;
    Outcome<std::string> pullImage(const std::string& image, const std::optional<RegistryAuth>& auth) override;
    Outcome<> removeImage(const std::string& image) override;
    Outcome<std::vector<FilesystemUsage>> imageFilesystems() override;
    Outcome<std::vector<ContainerStats>> containerStats(const Filter& filter) override;
    Outcome<std::vector<SandboxStats>> sandboxStats(const Filter& filter) override;

private:
    class Subscription;
    struct SandboxEntry {
        SandboxStatus status;
        SandboxConfig config;
    };
    struct ContainerEntry {
        ContainerStatus status;
        ContainerConfig config;
    };

    /// Notes the call; the error when one is due.
    std::optional<Error> enter(const std::string& method, const std::string& detail = {});
    std::int64_t nowNanoseconds() const;
    std::string newId();
    void end(ContainerEntry& entry, int code, const std::string& reason);
    void tell();

    async::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, SandboxEntry> m_sandboxes;
    std::map<std::string, ContainerEntry> m_containers;
    std::map<std::string, Image> m_images;
    std::set<std::string> m_pullable;
    std::map<std::string, int> m_exitAtOnce;
    std::map<std::string, std::deque<Error>> m_failures;
    std::vector<std::string> m_calls;
    ExecHandler m_exec;
    bool m_down = false, m_losing = false;
    std::uint64_t m_told = 0;  ///< events so far
    int m_subscribers = 0, m_taken = 0;
    std::condition_variable m_news;
    unsigned m_nextId = 0;
};

}  // namespace armillary::cri
