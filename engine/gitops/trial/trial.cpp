#include "engine/gitops/trial/trial.h"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <format>
#include <memory>

#include "engine/gitops/trial/application_trial.h"
#include "engine/gitops/trial/leftovers.h"
#include "engine/gitops/trial/marks.h"
#include "engine/gitops/trial/rewriting.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

/// How long the way down may take; a preview that was killed is over when this has passed as well.
constexpr std::chrono::seconds kRemoval{60};

class Trial {
public:
    Trial(client::Client& client, const TrialOptions& options, async::Clock& clock, const std::stop_token& stop)
        : m_options(options), m_clock(clock), m_stop(stop), m_stand(client, options, clock) {}

    Expected<TrialResult> run(const std::vector<RenderedApplication>& applications) {
        const auto ground = groundFor(m_stand, applications);
        if (!ground) return problem("the cluster cannot be asked: " + ground.error().message);
        m_staged = stage(applications, *ground, {m_options.id, m_options.substituteImages});
        for (const auto& [original, mapped] : m_staged.namespaces) m_stand.originals[mapped] = original;
        const auto begin = m_clock.steady();
        if (auto done = layFoundation(); !done) return std::unexpected(std::move(done.error()));
        for (const StagedApplication& each : m_staged.applications)
            m_applications.push_back(std::make_unique<ApplicationTrial>(each, m_stand));
        const auto end = begin + m_options.timeout;
        while (!m_stop.stop_requested() && m_clock.steady() < end && !lookAtAll())
            pause(m_clock, m_options.betweenLooks, m_stop);
        if (m_stop.stop_requested()) return problem("the preview was stopped");
        return resultOf(std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steady() - begin));
    }

private:
    using State = ApplicationTrial::State;

    /// True when nothing more is to be waited for.
    bool lookAtAll() {
        for (const auto& each : m_applications)
            if (!m_stop.stop_requested()) each->look();
        return std::ranges::none_of(m_applications, [](const auto& each) { return each->state() == State::Working; });
    }

    /// The object as this trial's, which goes with its owner.
    json::object marked(const Object& object) const {
        json::object document = schema::parseDocument(object.json())->as_object();
        json::object& metadata = *objectAt(document, "metadata");
        const auto into = [&](std::string_view name) -> json::object& {
            if (objectAt(metadata, name) == nullptr) metadata[name] = json::object();
            return *objectAt(metadata, name);
        };
        into("labels")[mark::kTrial] = m_options.id;
        into("annotations")[mark::kOwner] = m_options.owner;
        into("annotations")[mark::kDeadline] = schema::Time(m_clock.now() + m_options.timeout + 2 * kRemoval).text();
        if (!m_ownerUid.empty())
            metadata["ownerReferences"] = json::array{json::object{
                {"apiVersion", "v1"}, {"kind", "Namespace"}, {"name", trialOwner(m_options.id)}, {"uid", m_ownerUid}}};
        return document;
    }

    Expected<ObjectRef> lay(const Object& object) {
        const client::Resource* const row = m_stand.rows.of(object);
        if (row == nullptr) return problem(std::format("the cluster serves no {}", object.kind()));
        std::string text = object.json();
        if (!row->namespaced) {
            text.clear();
            schema::writeDocument(text, marked(object));
        }
        auto made = m_stand.client.create({row, object.namespace_(), {}, {}}, std::move(text));
        if (made) return std::move(*made);
        return problem(std::format("{} {} cannot be made: {}", object.kind(), object.name(),
                                   inOriginalNames(m_stand, made.error().message)));
    }

    Expected<> layFoundation() {
        const auto owner = Object::parse(std::format(
            R"({{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{}"}}}})", trialOwner(m_options.id)));
        const auto made = lay(**owner);
        if (!made) return std::unexpected(made.error());
        m_ownerUid = (*made)->uid();
        for (const ObjectRef& each : m_staged.foundation) {
            if (m_stop.stop_requested()) return problem("the preview was stopped");
            if (each->kind() == "CustomResourceDefinition") m_stand.rows.define(*each);
            if (auto done = lay(*each); !done) {
                // One that cannot be made is told of with the rest.
                if (each->kind() == "Namespace") return std::unexpected(std::move(done.error()));
                m_refused.push_back({.object = std::format("{} {}", each->kind(), each->name()),
                                     .id = "refused",
                                     .statement = done.error().message,
                                     .evidence = {},
                                     .next = "Put right what the message names."});
            }
        }
        std::string names;
        for (const auto& [original, mapped] : m_staged.namespaces)
            names += std::format("{}{} for {}", names.empty() ? "" : ", ", mapped, original);
        m_options.say("made: " + names);
        return {};
    }

    TrialResult resultOf(std::chrono::milliseconds took) {
        TrialResult result{.healthy = m_refused.empty(), .took = took, .problems = m_refused, .notes = m_staged.notes};
        bool late = false;
        for (const auto& each : m_applications) {
            if (each->state() == State::Healthy) continue;
            result.healthy = false;
            late = late || each->state() == State::Working;
            std::ranges::move(each->problems(), std::back_inserter(result.problems));
        }
        std::ranges::stable_partition(result.problems,
                                      [](const TrialProblem& each) { return each.id == "image-pull"; });
        if (result.problems.size() > kMostTrialProblems) result.problems.resize(kMostTrialProblems);
        if (late)
            result.notes.push_back({{},
                                    std::format("It was not healthy within {} s.", m_options.timeout.count()),
                                    "--timeout SECONDS waits longer."});
        return result;
    }

    const TrialOptions& m_options;
    async::Clock& m_clock;
    const std::stop_token& m_stop;
    Stand m_stand;
    Staged m_staged;
    std::string m_ownerUid;
    std::vector<TrialProblem> m_refused;
    std::vector<std::unique_ptr<ApplicationTrial>> m_applications;
};

}  // namespace

Expected<TrialResult> runTrial(client::Client& client, const std::vector<RenderedApplication>& applications,
                               const TrialOptions& options, async::Clock& clock, const std::stop_token& stop) {
    auto result = Trial(client, options, clock, stop).run(applications);
    options.say("removing what was made");
    const auto removed = removeTrial(client, options.id, clock, kRemoval);
    if (removed) return result;
    // That something is left is to be known, whatever else went wrong.
    if (result) return std::unexpected(removed.error());
    return problem(result.error().message + "; " + removed.error().message, removed.error().next);
}

}  // namespace armillary::gitops
