#include <algorithm>
#include <format>
#include <map>
#include <mutex>
#include <span>

#include "engine/schema/patch.h"
#include "engine/schema/text.h"
#include "engine/server/admission/expression_input.h"
#include "engine/server/admission/plugins.h"
#include "engine/server/admission/webhook_review.h"
#include "engine/server/outbound/outbound.h"

/// MutatingAdmissionWebhook and ValidatingAdmissionWebhook.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/.
namespace armillary::server::admission {
namespace {

using admissionv1::AdmissionResponse;
using resources::Resource;

constexpr std::size_t kMaxCompiled = 256;
/// For all of one request's validating webhooks, as long as upstream serves a request.
constexpr std::chrono::seconds kRequestTime{60};
constexpr std::chrono::milliseconds kLeast{1};  ///< so that a webhook whose turn never came is said to have timed out

/// Why a webhook could not be asked: its failurePolicy decides what that means.
struct CallFailure {
    std::string reason;
};
/// A refusal, or a failure that no policy covers.
using Problem = std::variant<CallFailure, Status>;

outbound::Peer peerOf(const admissionregistrationv1::WebhookClientConfig& client) {
    outbound::Peer peer{.caPem = client.caBundle.data};
    if (client.url) peer.url = *client.url;
    if (client.service) {
        peer.service = {client.service->namespace_, client.service->name, client.service->port.value_or(443)};
        peer.url = client.service->path.value_or("");
    }
    return peer;
}

Status failureOf(const Hook& hook, const CallFailure& failure) {
    return status::internalError(
        std::format("failed calling webhook {}: {}", schema::quoted(hook.name), failure.reason));
}

/// The match conditions of webhooks, compiled when they are first asked for. Thread-safe.
class CompiledConditions {
public:
    std::shared_ptr<const MatchConditions> of(const Hook& hook) {
        const std::string key =
            hook.configuration->uid() + " " + hook.configuration->meta().resourceVersion + " " + hook.name;
        {
            const std::scoped_lock lock(m_mutex);
            if (const auto found = m_compiled.find(key); found != m_compiled.end()) return found->second;
        }
        auto made = std::make_shared<const MatchConditions>(hook.conditions);
        const std::scoped_lock lock(m_mutex);
        // Those of former versions are among them, and nobody asks for them again.
        if (m_compiled.size() >= kMaxCompiled) m_compiled.clear();
        return m_compiled.emplace(key, std::move(made)).first->second;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const MatchConditions>> m_compiled;
};

/// What both sorts share: finding the webhooks, and asking one.
class Webhooks {
public:
    Webhooks(const AdmissionConfig& config, Authorizer& authorizer)
        : m_cache(config.cache),
          m_authorizer(authorizer),
          m_outbound(*config.outbound),
          m_identifiers(*config.identifiers) {}

    /// The row as which the webhook is to see the call; null when it is not concerned.
    Result<const Resource*> concerned(const Hook& hook, const AdmissionCall& call) const {
        const Resource* row = matchingRow(hook, call);
        if (!row) return nullptr;
        auto selected = selects(m_cache, hook.namespaceSelector, hook.objectSelector, call);
        if (!selected) return std::unexpected(selected.error());
        if (!*selected) return nullptr;
        if (hook.conditions.empty()) return row;
        const auto object = shownObject(call, *row), old = shownOld(call, *row);
        if (!object || !old) return std::unexpected((object ? old : object).error());
        const ExpressionInput input(call, *row, ObjectView(*object), ObjectView(*old), m_cache, m_authorizer);
        const auto matched = m_conditions.of(hook)->match(input);
        if (matched) return *matched ? row : nullptr;
        if (hook.ignoresFailure) return nullptr;
        return std::unexpected(status::forbidden(call.resource.qualified(), call.name, matched.error()));
    }

    std::expected<AdmissionResponse, Problem> ask(const Hook& hook, const AdmissionCall& call, const Resource& row,
                                                  const Value& object, const Value& old, bool mutating,
                                                  std::chrono::milliseconds longest = kRequestTime) const {
        if (call.dryRun && !hook.supportsDryRun)
            return std::unexpected(status::badRequest(
                std::format("admission webhook {} does not support dry run", schema::quoted(hook.name))));
        const std::string version = reviewVersionOf(hook);
        if (version.empty())
            return std::unexpected(
                CallFailure{"could not create admission objects: webhook does not accept known "
                            "AdmissionReview versions (v1, v1beta1)"});
        if (auto turn = m_outbound.takeTurn(); !turn) return std::unexpected(std::move(turn.error()));
        const std::string uid = m_identifiers.uid();
        const std::chrono::milliseconds timeout = std::chrono::seconds(hook.timeoutSeconds);
        auto answer = m_outbound.call(peerOf(hook.client), {.query = std::format("timeout={}s", hook.timeoutSeconds),
                                                            .body = reviewOf(call, row, version, uid, object, old),
                                                            .contentType = "application/json",
                                                            .timeout = std::min(timeout, longest)});
        if (!answer) return std::unexpected(CallFailure{"failed to call webhook: " + answer.error()});
        if (!outbound::isSuccess(*answer))
            return std::unexpected(CallFailure{"failed to call webhook: " + outbound::refusalText(*answer)});
        auto verdict = verdictOf(answer->body, version, uid, mutating);
        if (!verdict) return std::unexpected(CallFailure{"received invalid webhook response: " + verdict.error()});
        for (const std::string& warning : verdict->warnings) call.notes.warn(warning);
        verdict->warnings.clear();
        if (!verdict->allowed) return std::unexpected(denialOf(hook.name, *verdict));
        return std::move(*verdict);
    }

    Result<void> takeTurn() const { return m_outbound.takeTurn(); }
    const watch::Cache& cache() const { return m_cache; }

private:
    const watch::Cache& m_cache;
    Authorizer& m_authorizer;
    mutable CompiledConditions m_conditions;
    outbound::Outbound& m_outbound;
    async::Identifiers& m_identifiers;
};

/// Puts what a webhook made of the object in the place of the call's.
Result<void> replaceObject(AdmissionCall& call, const Resource& row, Value shown) {
    if (call.view) {
        call.view->take(call.object, shown);
        return {};
    }
    auto next = &row == &call.resource ? std::move(shown) : convertedTo(row, call.resource, shown.get());
    if (!next) return std::unexpected(status::internalError(next.error().message));
    *call.holder = std::move(*next);
    call.object = call.holder->get();
    return {};
}

class MutatingWebhooks final : public AdmissionPlugin {
public:
    MutatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer) : m_webhooks(config, authorizer) {}
    std::string_view name() const override { return "MutatingAdmissionWebhook"; }

    Result<void> mutate(AdmissionCall& call) override {
        if (isExempt(call)) return {};
        const std::vector<Hook> hooks = mutatingHooks(m_webhooks.cache());
        if (hooks.empty()) return {};
        Reinvocation& round = call.reinvocation;
        if (round.running && round.lastOutput != textOf(call)) askAgain(round);
        for (const Hook& hook : hooks) {
            auto row = m_webhooks.concerned(hook, call);
            if (!row) return std::unexpected(row.error());
            if (!*row || (round.running && !round.again.erase(hook.id()))) continue;
            auto changed = askOne(hook, call, **row);
            if (changed.value_or(false)) {
                askAgain(round);
                round.wanted = true;
            }
            if (hook.wantsReinvocation) round.asked.insert(hook.id());
            if (changed) continue;
            if (const auto* failure = std::get_if<CallFailure>(&changed.error())) {
                if (hook.ignoresFailure) continue;
                return std::unexpected(failureOf(hook, *failure));
            }
            return std::unexpected(std::get<Status>(changed.error()));
        }
        round.lastOutput = textOf(call);
        return {};
    }

private:
    static void askAgain(Reinvocation& round) {
        round.again.insert(round.asked.begin(), round.asked.end());
        round.asked.clear();
    }

    static std::string textOf(const AdmissionCall& call) {
        std::string text;
        if (call.object) schema::encodeJson(call.objectType(), call.object, text);
        return text;
    }

    /// Whether it changed the object.
    std::expected<bool, Problem> askOne(const Hook& hook, AdmissionCall& call, const Resource& row) {
        const auto shown = shownObject(call, row), old = shownOld(call, row);
        if (!shown || !old) return std::unexpected((shown ? old : shown).error());
        const Value& object = *shown;
        auto response = m_webhooks.ask(hook, call, row, object, *old, true);
        if (!response) return std::unexpected(response.error());
        const std::string& patch = response->patch.data;
        if (patch.empty()) return false;
        if (*response->patchType != admissionv1::kPatchTypeJSONPatch)
            return std::unexpected(CallFailure{"unsupported patch type " + schema::quoted(*response->patchType)});
        if (auto readable = schema::checkJsonPatch(patch); !readable)
            return std::unexpected(CallFailure{"received undecodable patch in webhook response: " + readable.error()});
        if (!object || (!call.holder && !call.view)) {
            if (patch.find_first_not_of("[] \t\r\n") == std::string::npos) return false;
            return std::unexpected(status::internalError(
                std::format("admission webhook {} attempted to modify the object, which is not supported for this "
                            "operation",
                            schema::quoted(hook.name))));
        }
        auto patched = schema::applyJsonPatch(object.json(), patch);
        if (!patched) return std::unexpected(status::internalError(patched.error()));
        Value next(object.type());
        if (auto decoded = schema::decodeJson(next.type(), next.get(), *patched); !decoded)
            return std::unexpected(status::internalError(decoded.error().text()));
        const bool changed = !schema::equal(next.type(), object.get(), next.get());
        if (!changed) return false;
        if (&next.type() == row.type) row.rules->setDefaults(next.get());
        if (auto replaced = replaceObject(call, row, std::move(next)); !replaced)
            return std::unexpected(std::move(replaced.error()));
        return true;
    }

    const Webhooks m_webhooks;
};

class ValidatingWebhooks final : public AdmissionPlugin {
public:
    ValidatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer)
        : m_webhooks(config, authorizer), m_threads(config.outbound->threads()) {}
    std::string_view name() const override { return "ValidatingAdmissionWebhook"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (isExempt(call)) return {};
        const std::vector<Hook> hooks = validatingHooks(m_webhooks.cache());
        if (hooks.empty()) return {};
        std::vector<Question> questions;
        for (const Hook& hook : hooks) {
            auto row = m_webhooks.concerned(hook, call);
            if (!row) return std::unexpected(row.error());
            if (*row) questions.push_back({hook, **row});
        }
        const auto deadline = std::chrono::steady_clock::now() + kRequestTime;
        if (auto asked = askTogether(questions, call, deadline); !asked) return asked;
        for (const Question& question : questions) {
            for (const std::string& warning : question.warnings) call.notes.warn(warning);
            if (question.refusal) return std::unexpected(*question.refusal);
        }
        return {};
    }

private:
    struct Question {
        const Hook& hook;
        const Resource& row;
        std::vector<std::string> warnings = {};
        std::optional<Status> refusal = {};
    };

    using Deadline = std::chrono::steady_clock::time_point;

    /// Here, and on what threads are free.
    Result<void> askTogether(std::vector<Question>& questions, const AdmissionCall& call, Deadline deadline) const {
        if (questions.empty()) return {};
        if (auto turn = m_webhooks.takeTurn(); !turn) return turn;
        m_threads.forEach(questions.size(), [&](std::size_t i) { askOne(questions[i], call, deadline); });
        return {};
    }

    /// Whatever goes wrong is that webhook's answer.
    void askOne(Question& question, const AdmissionCall& call, Deadline deadline) const {
        try {
            tryToAsk(question, call, deadline);
        } catch (const std::exception& broken) {
            question.refusal = status::internalError(broken.what());
        }
    }

    void tryToAsk(Question& question, const AdmissionCall& call, Deadline deadline) const {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        // The threads may not write the request's warnings all at once.
        AdmissionCall own = call;
        own.notes.warnings = &question.warnings;
        const auto object = shownObject(own, question.row), old = shownOld(own, question.row);
        if (!object || !old) {
            question.refusal = (object ? old : object).error();
            return;
        }
        auto response = m_webhooks.ask(question.hook, own, question.row, *object, *old, false, std::max(left, kLeast));
        if (response) return;
        if (auto* status = std::get_if<Status>(&response.error()))
            question.refusal = std::move(*status);
        else if (!question.hook.ignoresFailure)
            question.refusal = failureOf(question.hook, std::get<CallFailure>(response.error()));
    }

    const Webhooks m_webhooks;
    async::Pool& m_threads;
};

}  // namespace

Plugin mutatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer) {
    return std::make_unique<MutatingWebhooks>(config, authorizer);
}

Plugin validatingWebhooks(const AdmissionConfig& config, Authorizer& authorizer) {
    return std::make_unique<ValidatingWebhooks>(config, authorizer);
}

}  // namespace armillary::server::admission
