#pragma once

#include <algorithm>
#include <format>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/explain/evidence.h"
#include "engine/explain/explain.h"
#include "engine/schema/scalars.h"

namespace armillary::test {

inline ObjectRef object(const std::string& json) {
    return Object::parse(json).value();
}

/// Evidence that says what the test has written down, a minute after 2026-01-01T12:00:00Z.
class ScriptedEvidence : public explain::Evidence {
public:
    using Kind = explain::Kind;

    ObjectRef add(const std::string& json) {
        m_objects.push_back(test::object(json));
        return m_objects.back();
    }
    void event(const std::string& kind, const std::string& name, const std::string& reason, const std::string& message,
               const std::string& fieldPath = "", const std::string& at = "2026-01-01T12:00:30Z") {
        std::string quoted;
        schema::appendJsonString(quoted, message);
        m_events[kind + "/" + name].push_back(test::object(std::format(
            R"({{"apiVersion":"v1","kind":"Event","metadata":{{"name":"e{}","namespace":"default"}},"type":"Warning","involvedObject":{{"kind":"{}","name":"{}","fieldPath":"{}"}},"reason":"{}","message":{},"lastTimestamp":"{}"}})",
            ++m_count, kind, name, fieldPath, reason, quoted, at)));
    }
    void says(const std::string& pod, const std::string& container, bool previous, const std::string& text) {
        m_logs[{pod, container, previous}] = text;
    }
    void answers(const std::string& service, std::int32_t port, Answer answer, const std::string& text) {
        m_knocks[service + ":" + std::to_string(port)] = {answer, text};
    }
    /// "events", "logs", "proxy", or a kind.
    void refuse(const std::string& what) { m_refused.insert(what); }

    Result<ObjectRef> object(const Kind& kind, const std::string& namespace_, const std::string& name) override {
        if (m_refused.contains(kind.name)) return std::unexpected(status::forbidden(kind.name, name, "not allowed"));
        for (const auto& each : m_objects)
            if (relations::kindOf(*each) == kind && each->name() == name && each->namespace_() == namespace_)
                return each;
        return std::unexpected(status::notFound(kind.name, name));
    }
    Result<std::vector<ObjectRef>> objects(const Kind& kind, const std::string& namespace_) override {
        if (m_refused.contains(kind.name)) return std::unexpected(status::forbidden(kind.name, "", "not allowed"));
        std::vector<ObjectRef> found;
        for (const auto& each : m_objects)
            if (relations::kindOf(*each) == kind && (namespace_.empty() || each->namespace_() == namespace_))
                found.push_back(each);
        return found;
    }
    Result<std::vector<ObjectRef>> events(const Object& about) override {
        if (m_refused.contains("events")) return std::unexpected(status::forbidden("events", "", "not allowed"));
        return m_events[about.kind() + "/" + about.name()];
    }
    Result<std::string> log(const std::string&, const std::string& pod, const std::string& container,
                            bool previous) override {
        if (m_refused.contains("logs")) return std::unexpected(status::forbidden("pods", pod, "not allowed"));
        const auto found = m_logs.find({pod, container, previous});
        if (found == m_logs.end()) return std::unexpected(status::badRequest("no such run"));
        return found->second;
    }
    Result<Knock> knock(const std::string&, const std::string& service, std::int32_t port) override {
        if (m_refused.contains("proxy"))
            return std::unexpected(status::forbidden("services", service, "cannot get services/proxy"));
        const auto found = m_knocks.find(service + ":" + std::to_string(port));
        return found == m_knocks.end() ? Knock{Answer::Answers, "hello"} : found->second;
    }
    std::int64_t now() override { return schema::Time::parse("2026-01-01T12:01:00Z").value().seconds; }

private:
    std::vector<ObjectRef> m_objects;
    std::map<std::string, std::vector<ObjectRef>> m_events;
    std::map<std::tuple<std::string, std::string, bool>, std::string> m_logs;
    std::map<std::string, Knock> m_knocks;
    std::set<std::string> m_refused;
    int m_count = 0;
};

/// An explanation that tests can ask short questions.
struct Told {
    explain::Explanation explanation;

    const std::string& id(std::size_t i = 0) const { return explanation.statements.at(i).id; }
    const std::string& text(std::size_t i = 0) const { return explanation.statements.at(i).statement; }
    const std::string& next(std::size_t i = 0) const { return explanation.statements.at(i).next; }
    bool says(std::string_view part, std::size_t i = 0) const { return text(i).contains(part); }
    /// Whether the first statement rests on something of that kind that says so.
    bool cites(std::string_view kind, std::string_view part, std::size_t i = 0) const {
        return std::ranges::any_of(explanation.statements.at(i).evidence, [&](const auto& each) {
            return each.kind == kind && (each.text.contains(part) || each.ref.contains(part));
        });
    }
    bool has(std::string_view id) const {
        return std::ranges::contains(explanation.statements, id, &explain::Statement::id);
    }
};
/// Every explanation keeps its bounds and has a step.
inline Told why(const ObjectRef& object, ScriptedEvidence& evidence) {
    Told told{explain::explain(object, evidence)};
    bool sound = !told.explanation.statements.empty() && told.explanation.statements.size() <= explain::kMaxStatements;
    for (const auto& each : told.explanation.statements) {
        sound &= !each.id.empty() && !each.statement.empty() && !each.next.empty() && !each.evidence.empty();
        sound &= each.statement.size() <= explain::kMaxStatementBytes && each.evidence.size() <= explain::kMaxCitations;
        for (const auto& citation : each.evidence) sound &= citation.text.size() <= explain::kMaxTextBytes;
    }
    const std::string text = explain::toText(told.explanation);
    sound &= std::ranges::count(text, '\n') <= 12;
    if (!sound) throw std::runtime_error("out of bounds: " + explain::toJson(told.explanation));
    return told;
}

struct PodParts {
    std::string spec = R"({"nodeName":"n1","containers":[{"name":"c","image":"i"}]})";
    std::string status = "{}";
    std::string meta = "";  ///< further members of metadata, with a comma before them
    std::string name = "p";
};
inline std::string podJson(const PodParts& parts) {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":")" + parts.name +
           R"(","uid":"u-)" + parts.name + R"(","creationTimestamp":"2026-01-01T12:00:00Z")" + parts.meta +
           R"(},"spec":)" + parts.spec + R"(,"status":)" + parts.status + "}";
}
/// status of one container "c" in a pod that is not ready.
inline std::string containerStatus(const std::string& state, const std::string& more = "",
                                   const std::string& phase = "Running") {
    return R"({"phase":")" + phase +
           R"(","conditions":[{"type":"Ready","status":"False"}],"containerStatuses":[{"name":"c",)" + more +
           R"("state":)" + state + "}]}";
}
inline const std::string kReadyStatus =
    R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"c","ready":true,"state":{"running":{"startedAt":"2026-01-01T12:00:05Z"}}}]})";
inline std::string nodeJson(const std::string& name, const std::string& labels = "{}", const std::string& spec = "{}",
                            const std::string& ready = "True") {
    return R"({"apiVersion":"v1","kind":"Node","metadata":{"name":")" + name + R"(","labels":)" + labels +
           R"(},"spec":)" + spec +
           R"(,"status":{"allocatable":{"cpu":"2","memory":"4Gi","pods":"110"},"conditions":[{"type":"Ready","status":")" +
           ready +
           R"(","reason":"KubeletReady","message":"container runtime is down","lastHeartbeatTime":"2026-01-01T11:50:00Z"}]}})";
}

}  // namespace armillary::test
