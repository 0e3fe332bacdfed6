#include <algorithm>
#include <array>
#include <format>

#include "engine/explain/pod_rules.h"
#include "engine/explain/wording.h"

/// What a container's state says: refused, out of memory, crashed, not past its init containers.
namespace armillary::explain {

namespace {

/// A container that has come back this long ago, and stays, is no crash any more.
constexpr std::int64_t kRecentSeconds = 600;
/// An init container may take its time; before that it is starting.
constexpr std::int64_t kInitSeconds = 30;

struct End {
    const corev1::ContainerStateTerminated* state = nullptr;
    bool previous = false;  ///< of the run before this one
    std::string path;
};

/// How the container's last run ended, if that still matters.
End lastEnd(const ContainerCase& container, Inquiry& inquiry) {
    if (!container.status) return {};
    const auto& status = *container.status;
    if (status.state.terminated)
        return {status.state.terminated.get(), false, container.statusPath + ".state.terminated"};
    const auto* last = status.lastState.terminated.get();
    if (!last) return {};
    const auto ago = inquiry.since(last->finishedAt);
    if (status.state.running && (last->exitCode == 0 || (ago && *ago > kRecentSeconds))) return {};
    return {last, true, container.statusPath + ".lastState.terminated"};
}

std::string meaningOf(std::int32_t code) {
    switch (code) {
        case 126:
            return "its command is there but cannot be run (permission, or no program)";
        case 127:
            return "its command, or one that its script calls, is not found";
        case 132:
            return "an illegal instruction: it may be built for another processor";
        case 134:
            return "it aborted itself (SIGABRT)";
        case 135:
            return "a bus error (SIGBUS)";
        case 137:
            return "it was killed (SIGKILL)";
        case 139:
            return "a segmentation fault (SIGSEGV)";
        case 143:
            return "it was told to end (SIGTERM)";
        default:
            return code > 128 && code < 160 ? std::format("it was ended by signal {}", code - 128) : std::string();
    }
}

std::string endText(const corev1::ContainerStateTerminated& end) {
    std::string text = std::format("exit code {}", end.exitCode);
    if (!end.reason.empty()) text += ", " + end.reason;
    if (!end.message.empty()) text += ": " + end.message;
    return text;
}

void addLastWords(const PodCase& it, const ContainerCase& container, bool previous, Statement& into) {
    auto words = it.inquiry.lastWords(it.object, container.spec.name, previous);
    // What "previous" means moves while a container is being restarted.
    if (words.empty()) words = it.inquiry.lastWords(it.object, container.spec.name, !previous);
    std::ranges::move(words, std::back_inserter(into.evidence));
}

std::string logsCommand(const PodCase& it, const ContainerCase& container, bool previous) {
    return kubectl(*it.object, "logs", "-c " + container.spec.name + (previous ? " --previous" : ""));
}

/// Killed because a probe said so: the event says which. Not the event of an earlier run.
const Said* probeKill(const PodCase& it, const ContainerCase& container, const corev1::ContainerStateTerminated* end) {
    constexpr std::int64_t kAtMostBefore = 180;  // grace period and what comes after
    for (const auto* probe : {"failed liveness probe", "failed startup probe"}) {
        const auto* said = it.latest("Killing", probe, container.spec.name);
        if (!said) continue;
        if (end && end->finishedAt.isSet() && end->finishedAt.seconds - said->at > kAtMostBefore) continue;
        return said;
    }
    return nullptr;
}

bool ranOutOfMemory(const PodCase& it, const ContainerCase& container, const corev1::ContainerStateTerminated& end) {
    if (end.reason == "OOMKilled") return true;
    return end.exitCode == 137 && container.spec.resources.limits.contains("memory") && !probeKill(it, container, &end);
}

std::string restarts(const ContainerCase& container) {
    const auto count = container.status->restartCount;
    return count == 0 ? std::string()
                      : std::format(" It has been restarted {}.", counted(static_cast<std::size_t>(count), "time"));
}

/// The error of a start that failed, without what wraps it.
std::string startError(std::string message) {
    for (const std::string_view wrapper : {"unable to start container process: ", "error during container init: "})
        if (const auto at = message.find(wrapper); at != std::string::npos) message.erase(0, at + wrapper.size());
    if (const auto at = message.find("exec: "); at != std::string::npos) message.erase(0, at);
    if (message.ends_with(": unknown")) message.resize(message.size() - std::string_view(": unknown").size());
    return message;
}

Statement hookFailed(const PodCase& it, const ContainerCase& container, Citation cited) {
    const auto at = cited.text.find("error: ");
    std::string why = bounded(at == std::string::npos ? cited.text : cited.text.substr(at + 7), 250);
    return {"crash",
            std::format("Container {} is ended because its postStart hook fails: {}", container.spec.name, why),
            {std::move(cited)},
            std::format("correct {}.lifecycle.postStart: {}", container.specPath, logsCommand(it, container, true))};
}

Statement startFailed(const PodCase& it, const ContainerCase& container, Citation cited, const std::string& message) {
    Statement crash{
        "crash",
        std::format("Container {} cannot be started: {}", container.spec.name, bounded(startError(message), 250)),
        {std::move(cited)},
        std::format("correct {}.command or the image: ", container.specPath) +
            kubectl(*it.object, "get", std::format("-o jsonpath='{{.{}}}'", container.specPath))};
    const auto& words = container.spec.command.empty() ? container.spec.args : container.spec.command;
    if (!words.empty())
        crash.evidence.push_back(
            it.field(container.specPath + (container.spec.command.empty() ? ".args" : ".command"), words.front()));
    return crash;
}

Statement killedByProbe(const PodCase& it, const ContainerCase& container, const Said& kill, const End& end) {
    const bool startup = kill.message.contains("startup");
    const std::string_view kind = startup ? "startup" : "liveness";
    const auto& probe = startup ? container.spec.startupProbe : container.spec.livenessProbe;
    const auto* failed = it.latest("Unhealthy", startup ? "Startup" : "Liveness", container.spec.name);
    Statement crash{"crash",
                    std::format("Container {} is killed and started again because its {} probe{} fails{}.{}",
                                container.spec.name, kind, probe ? " (" + probeText(*probe) + ")" : std::string(),
                                failed ? ": " + answerOf(*failed) : std::string(), restarts(container)),
                    {},
                    std::format("correct {}.{}Probe or give it more time (failureThreshold); what it said: {}",
                                container.specPath, kind, logsCommand(it, container, true))};
    if (failed) crash.evidence.push_back(cite(*failed));
    crash.evidence.push_back(cite(kill));
    if (end.state) crash.evidence.push_back(it.field(end.path, endText(*end.state)));
    addLastWords(it, container, true, crash);
    return crash;
}

std::optional<Statement> crashOf(const PodCase& it, const ContainerCase& container) {
    if (!container.status) return {};
    if (container.waitsFor("PostStartHookError"))
        return hookFailed(it, container,
                          it.field(container.statusPath + ".state.waiting", container.waiting()->message));
    for (const auto* reason : {"RunContainerError", "CreateContainerError", "StartError"})
        if (container.waitsFor(reason))
            return startFailed(it, container,
                               it.field(container.statusPath + ".state.waiting", container.waiting()->message),
                               container.waiting()->message);
    const End end = lastEnd(container, it.inquiry);
    if (container.status->restartCount > 0 && (end.state || container.waiting()))
        if (const auto* kill = probeKill(it, container, end.state)) return killedByProbe(it, container, *kill, end);
    if (container.spec.lifecycle && container.spec.lifecycle->postStart && container.waiting())
        if (const auto* hook = it.latest("FailedPostStartHook", "", container.spec.name))
            return hookFailed(it, container, cite(*hook));
    if (!end.state) return {};
    if (end.state->reason == "StartError" || end.state->reason == "ContainerCannotRun")
        return startFailed(it, container, it.field(end.path, endText(*end.state)), end.state->message);
    const bool loops = container.waitsFor("CrashLoopBackOff");
    if (end.state->exitCode == 0 && !loops) return {};
    if (ranOutOfMemory(it, container, *end.state)) return {};

    std::string text;
    if (end.state->exitCode == 0) {
        text = std::format(
            "Container {} ends by itself with success, and is started again each time: a pod's container is "
            "expected to stay.{}",
            container.spec.name, restarts(container));
    } else {
        const std::string meaning = meaningOf(end.state->exitCode);
        text =
            std::format("Container {} {} with exit code {}{}.{}", container.spec.name, loops ? "keeps ending" : "ended",
                        end.state->exitCode, meaning.empty() ? std::string() : ": " + meaning, restarts(container));
    }
    Statement crash{
        "crash", std::move(text), {it.field(end.path, endText(*end.state))}, logsCommand(it, container, end.previous)};
    addLastWords(it, container, end.previous, crash);
    return crash;
}

}  // namespace

void podRefusals(const PodCase& it) {
    for (const auto& container : containersOf(it.pod)) {
        if (!container.waitsFor("CreateContainerConfigError") || it.says("missing-reference")) continue;
        const std::string& message = container.waiting()->message;
        const Citation cited = it.field(container.statusPath + ".state.waiting", message);
        const bool said = message.contains("runAsUser breaks");  // by the pod, not by its image
        if (said || mentions(message, "runasnonroot") || mentions(message, "run as root") ||
            mentions(message, "non-root"))
            it.out.push_back(
                {"admission",
                 std::format("Container {} may not run as root (runAsNonRoot), and its {}.", container.spec.name,
                             said ? "runAsUser is 0" : "image does"),
                 {cited, it.field(container.specPath + ".image", container.spec.image)},
                 std::format("set {}.securityContext.runAsUser to a user that is not 0, or use an image that "
                             "names one",
                             container.specPath)});
        else
            it.out.push_back(
                {"crash",
                 std::format("Container {} cannot be made: {}", container.spec.name, bounded(message, 250)),
                 {cited},
                 kubectl(*it.object, "describe")});
    }
}

void podOutOfMemory(const PodCase& it) {
    for (const auto& container : containersOf(it.pod)) {
        const End end = lastEnd(container, it.inquiry);
        if (!end.state || !ranOutOfMemory(it, container, *end.state)) continue;
        const auto limit = container.spec.resources.limits.find("memory");
        const bool limited = limit != container.spec.resources.limits.end();
        const std::string most = limited ? std::string(limit->second.text()) : std::string();
        const bool sure = end.state->reason == "OOMKilled";
        Statement oom{
            "oom",
            std::format(
                "{} {} {}: {}.{}", container.init ? "Init container" : "Container", container.spec.name,
                sure ? "ran out of memory and was killed" : "was killed (exit code 137), most likely for its memory",
                limited ? "its limit is " + most : std::string("it has no limit, so the node itself ran short"),
                restarts(container)),
            {it.field(end.path, endText(*end.state))},
            {}};
        if (limited) {
            oom.evidence.push_back(it.field(container.specPath + ".resources.limits.memory", most));
            oom.next = std::format(
                "raise {}.resources.limits.memory above {}, or make the program use less: "
                "kubectl -n {} top pod {} --containers",
                container.specPath, most, it.object->namespace_(), it.object->name());
        } else {
            oom.next =
                std::format("set {}.resources.limits.memory, and find what uses the node's memory: kubectl top pods -A",
                            container.specPath);
        }
        addLastWords(it, container, end.previous, oom);
        it.out.push_back(std::move(oom));
    }
}

void podCrashes(const PodCase& it) {
    for (const auto& container : containersOf(it.pod))
        if (!container.init)
            if (auto crash = crashOf(it, container)) it.out.push_back(std::move(*crash));
}

void podInit(const PodCase& it) {
    for (const auto& container : containersOf(it.pod)) {
        if (!container.init) continue;
        if (auto crash = crashOf(it, container)) {
            crash->id = "init";
            crash->statement = "Init c" + crash->statement.substr(1) + " The pod's containers wait for it.";
            it.out.push_back(std::move(*crash));
            return;
        }
        if (!container.runs()) continue;
        const auto since = it.inquiry.since(container.status->state.running->startedAt);
        if (!since || *since < kInitSeconds) return;
        Statement waits{"init",
                        std::format("Init container {} has been running for {}; the pod's containers wait for it.",
                                    container.spec.name, age(*since)),
                        {it.field(container.statusPath + ".state.running.startedAt",
                                  container.status->state.running->startedAt.text())},
                        logsCommand(it, container, false)};
        for (auto& line : it.inquiry.lastWords(it.object, container.spec.name, false))
            waits.evidence.push_back(std::move(line));
        it.out.push_back(std::move(waits));
        return;
    }
}

}  // namespace armillary::explain
