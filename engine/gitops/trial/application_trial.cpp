#include "engine/gitops/trial/application_trial.h"

#include <algorithm>
#include <array>
#include <format>

#include "engine/schema/api/corev1.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace {

/// A kind that has just been defined, an account that a controller makes, a server that has much to do: they come.
constexpr std::chrono::seconds kPatience{15};

bool mayComeYet(const Status& status) {
    constexpr auto kPassing = std::to_array<int>({404, 429, 500, 503, 504});
    if (std::ranges::contains(kPassing, status.code)) return true;
    return status::isForbidden(status) &&
           (status.message.contains("service account") || status.message.contains("serviceaccount"));
}

bool waitsInVain(const corev1::ContainerStatus& container) {
    constexpr auto kVain =
        std::to_array<std::string_view>({"ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"});
    return container.state.waiting && std::ranges::contains(kVain, container.state.waiting->reason);
}

bool comesToAnEnd(const Object& object) {
    return object.kind() == "Job" && object.apiVersion() == "batch/v1";
}

}  // namespace

ApplicationTrial::ApplicationTrial(const StagedApplication& application, Stand& stand)
    : m_application(application), m_stand(stand), m_steps(&application.steps) {
    enterStep();
}

void ApplicationTrial::say(const std::string& text) const {
    m_stand.options.say(std::format("{}: {}", m_application.name, text));
}

void ApplicationTrial::enterStep() {
    m_parts.clear();
    if (m_at == m_steps->size()) return;
    for (const StagedObject& each : (*m_steps)[m_at].objects) m_parts.push_back({.staged = &each});
}

void ApplicationTrial::look() {
    if (m_state == State::Failed) return;
    m_at < m_steps->size() ? lookAtStep() : lookAtAll();
}

bool ApplicationTrial::replaceOld(const Part& part, const client::Target& target) {
    if (part.staged->turn.isHook) {
        if (part.staged->turn.policy.beforeCreation)
            (void)m_stand.client.remove(target, {.gracePeriodSeconds = 0, .propagationPolicy = "Background"});
        return false;
    }
    return m_stand.client.patch(target, client::PatchType::Merge, part.staged->object->json()).has_value();
}

void ApplicationTrial::refuse(Part& part, const Status& status) {
    const auto now = m_stand.clock.steady();
    if (!part.firstTry) part.firstTry = now;
    part.refusal = status.message;
    const bool passes = mayComeYet(status) || status::isAlreadyExists(status);
    part.isRefused = !passes || now - *part.firstTry > kPatience;
}

void ApplicationTrial::make(Part& part) {
    const Object& object = *part.staged->object;
    const client::Resource* const row = m_stand.rows.of(object);
    if (row == nullptr) return refuse(part, status::notFound(relations::kindOf(object).text(), object.name()));
    const auto made = m_stand.client.create({row, object.namespace_(), {}, {}}, object.json());
    part.isMade = made || (status::isAlreadyExists(made.error()) &&
                           replaceOld(part, {row, object.namespace_(), object.name(), {}}));
    if (!part.isMade) refuse(part, made.error());
}

void ApplicationTrial::see(Part& part) {
    if (!part.isMade || part.isDone) return;
    if (!part.staged->isAwaited) {
        part.isDone = true;
        return;
    }
    const Object& object = *part.staged->object;
    const auto live = m_stand.client.get({m_stand.rows.of(object), object.namespace_(), object.name(), {}});
    part.health = {Health::Missing, live ? std::string() : live.error().message};
    if (!live) return;
    const auto document = schema::parseDocument((*live)->json());
    if (!document || !document->is_object()) return;
    part.health = ignoresHealth(document->get_object()) ? HealthState{} : healthOf(document->get_object());
    // Jobs may be taken away once they have ended, and hooks are looked at no more.
    part.isDone = part.isGood() && (comesToAnEnd(object) || part.staged->turn.isHook);
}

bool ApplicationTrial::hasEndedBadly(const Part& part) const {
    return part.isRefused || (part.isMade && part.health.health == Health::Degraded &&
                              (part.staged->turn.isHook || comesToAnEnd(*part.staged->object)));
}

bool ApplicationTrial::lacksImages() {
    for (const std::string& namespace_ : m_application.namespaces) {
        const auto pods = m_stand.client.list(client::target<corev1::Pod>(namespace_));
        for (std::size_t i = 0; pods && i < pods->items.size(); ++i) {
            const auto& status = pods->items[i]->as<corev1::Pod>().status;
            if (std::ranges::any_of(status.containerStatuses, waitsInVain) ||
                std::ranges::any_of(status.initContainerStatuses, waitsInVain))
                return true;
        }
    }
    return false;
}

void ApplicationTrial::lookAtStep() {
    for (Part& each : m_parts)
        if (!each.isMade && !each.isRefused) make(each);
    for (Part& each : m_parts) see(each);
    const auto endedBadly = [&](const Part& each) { return hasEndedBadly(each); };
    if (std::ranges::any_of(m_parts, endedBadly)) return fail();
    if (std::ranges::all_of(m_parts, &Part::isGood)) return leaveStep();
    // Another application's pods may share the namespace: whose image it is, the explanation says.
    if (lacksImages() && std::ranges::contains(problems(), "image-pull", &TrialProblem::id)) fail();
}

void ApplicationTrial::leaveStep() {
    const Step& step = (*m_steps)[m_at];
    say(std::format("{}, wave {}: healthy, {}", nameOf(step.phase), step.wave,
                    m_parts.size() == 1 ? "1 object" : std::format("{} objects", m_parts.size())));
    for (Part& each : m_parts) {
        const Object& object = *each.staged->object;
        if (each.staged->turn.policy.onSuccess && each.staged->turn.isHook)
            (void)m_stand.client.remove({m_stand.rows.of(object), object.namespace_(), object.name(), {}},
                                        {.propagationPolicy = "Background"});
        if (!each.isDone) m_seen.push_back(std::move(each));
    }
    ++m_at;
    enterStep();
    if (m_failing && m_at == m_steps->size()) m_state = State::Failed;
}

void ApplicationTrial::lookAtAll() {
    for (Part& each : m_seen) see(each);
    if (!std::ranges::all_of(m_seen, &Part::isGood)) {
        m_healthySince.reset();
        m_state = State::Working;
        if (lacksImages() && std::ranges::contains(problems(), "image-pull", &TrialProblem::id)) fail();
        return;
    }
    const auto now = m_stand.clock.steady();
    if (!m_healthySince) m_healthySince = now;
    if (m_state == State::Working && now - *m_healthySince >= m_stand.options.settling) {
        m_state = State::Healthy;
        say("healthy");
    }
}

void ApplicationTrial::fail() {
    if (!m_failing) {
        m_problems = problems();
        say("it fails");
    }
    for (const Part& each : m_parts) {
        const Object& object = *each.staged->object;
        if (each.isMade && each.staged->turn.policy.onFailure && hasEndedBadly(each))
            (void)m_stand.client.remove({m_stand.rows.of(object), object.namespace_(), object.name(), {}},
                                        {.propagationPolicy = "Background"});
    }
    if (m_failing || m_application.afterFailure.empty()) {
        m_state = State::Failed;
        return;
    }
    m_failing = true;
    m_steps = &m_application.afterFailure;
    m_at = 0;
    enterStep();
}

TrialProblem ApplicationTrial::problemOf(const Part& part) {
    if (!part.isMade) {
        const std::string refusal = inOriginalNames(m_stand, part.refusal);
        return {.object = part.staged->title,
                .id = "refused",
                .statement = std::format("The cluster refuses it: {}", refusal),
                .evidence = {refusal},
                .next = "Put right what the message names."};
    }
    return diagnose(m_stand, *part.staged,
                    std::format("It is {}{}{}", nameOf(part.health.health), part.health.message.empty() ? "." : ": ",
                                inOriginalNames(m_stand, part.health.message)));
}

std::vector<TrialProblem> ApplicationTrial::problems() {
    if (m_failing || m_state == State::Failed) return m_problems;
    std::vector<TrialProblem> all;
    for (const auto* parts : {&m_parts, &m_seen})
        for (const Part& each : *parts)
            if (!each.isGood() && (each.isMade || !each.refusal.empty()) && all.size() < kMostTrialProblems)
                all.push_back(problemOf(each));
    return all;
}

}  // namespace armillary::gitops
