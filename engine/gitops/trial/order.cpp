#include "engine/gitops/trial/order.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace armillary::gitops {

namespace {

/// The words of an annotation, which commas separate.
std::vector<std::string_view> wordsOf(const Object& object, std::string_view annotation) {
    std::vector<std::string_view> words;
    const auto found = object.meta().annotations.find(annotation);
    if (found == object.meta().annotations.end()) return words;
    std::string_view rest = found->second;
    for (bool more = true; more;) {
        const auto comma = rest.find(',');
        std::string_view word = rest.substr(0, comma);
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (!word.empty()) words.push_back(word);
        more = comma != std::string_view::npos;
        if (more) rest.remove_prefix(comma + 1);
    }
    return words;
}

int numberOf(const Object& object, std::string_view annotation) {
    const auto found = object.meta().annotations.find(annotation);
    if (found == object.meta().annotations.end()) return 0;
    const std::string& text = found->second;
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() ? number : 0;
}

void addPhase(Turn& turn, Phase phase) {
    if (!std::ranges::contains(turn.phases, phase)) turn.phases.push_back(phase);
}

void readDeletion(Turn& turn, const std::vector<std::string_view>& policies) {
    for (const std::string_view each : policies) {
        if (each == "BeforeHookCreation" || each == "before-hook-creation") turn.removedBefore = true;
        if (each == "HookSucceeded" || each == "hook-succeeded") turn.removedOnSuccess = true;
        if (each == "HookFailed" || each == "hook-failed") turn.removedOnFailure = true;
    }
    if (policies.empty()) turn.removedBefore = true;
}

}  // namespace

Turn turnOf(const Object& object) {
    Turn turn;
    turn.wave = numberOf(object, "argocd.argoproj.io/sync-wave");
    const auto hooks = wordsOf(object, "argocd.argoproj.io/hook");
    const auto helm = wordsOf(object, "helm.sh/hook");
    if (!hooks.empty()) {
        turn.isHook = true;
        for (const std::string_view each : hooks) {
            if (each == "PreSync") addPhase(turn, Phase::PreSync);
            if (each == "Sync") addPhase(turn, Phase::Sync);
            if (each == "PostSync") addPhase(turn, Phase::PostSync);
            if (each == "SyncFail") addPhase(turn, Phase::SyncFail);
        }
        readDeletion(turn, wordsOf(object, "argocd.argoproj.io/hook-delete-policy"));
    } else if (!helm.empty() && !std::ranges::contains(helm, "crd-install")) {
        turn.isHook = true;
        for (const std::string_view each : helm) {
            if (each == "pre-install" || each == "pre-upgrade") addPhase(turn, Phase::PreSync);
            if (each == "post-install" || each == "post-upgrade") addPhase(turn, Phase::PostSync);
        }
        if (turn.wave == 0) turn.wave = numberOf(object, "helm.sh/hook-weight");
        readDeletion(turn, wordsOf(object, "helm.sh/hook-delete-policy"));
    } else {
        addPhase(turn, Phase::Sync);
    }
    return turn;
}

}  // namespace armillary::gitops
