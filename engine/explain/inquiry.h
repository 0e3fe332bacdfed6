#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/explain/explain.h"
#include "engine/resources/resource.h"
#include "engine/schema/scalars.h"

/// One question and what has been read for it. For the sources of this folder only.
namespace armillary::explain {

/// An event, as far as rules need it.
struct Said {
    std::string reason, message, type, fieldPath;
    std::int64_t at = 0;  ///< when it last happened
};

/// An object that was looked for: there, surely absent, or neither when nobody may know.
struct Found {
    ObjectRef object;
    bool absent = false;
};

/// The object as a T; null when it is none, or does not read as one.
template <schema::ApiStruct T>
const T* typed(const ObjectRef& object) {
    const auto& row = resources::resourceOf<T>();
    if (!object || object->kind() != row.kind || relations::kindOf(*object).group != row.group) return nullptr;
    try {
        return &object->as<T>();
    } catch (const std::logic_error&) {
        return nullptr;
    }
}

/// "Pod/default/web", "Node/a".
std::string nameOf(const Object& object);
/// "pod/web", as kubectl takes it: kinds of a group of their own with it.
std::string argumentOf(const Object& object);
/// "kubectl -n default describe pod/web".
std::string kubectl(const Object& object, std::string_view verb, std::string_view rest = {});

/// Reads each thing once, and remembers what it was not allowed to read.
class Inquiry {
public:
    explicit Inquiry(Evidence& evidence) : m_evidence(evidence) {}

    Found find(const Kind& kind, const std::string& namespace_, const std::string& name);
    /// Null when they may not, or cannot, be read.
    const std::vector<ObjectRef>* list(const Kind& kind, const std::string& namespace_);
    /// The oldest first.
    const std::vector<Said>& events(const ObjectRef& about);
    /// The last one with this reason that contains `part`; null for none.
    const Said* latest(const ObjectRef& about, std::string_view reason, std::string_view part = {});
    /// The container's last words, a citation for each line; empty when there are none or nobody may read them.
    std::vector<Citation> lastWords(const ObjectRef& pod, const std::string& container, bool previous);
    /// Empty when nobody may, or can, know.
    std::optional<Evidence::Knock> knock(const Object& service, std::int32_t port);

    std::int64_t now() { return m_evidence.now(); }
    /// Seconds since then; nothing when it is unset.
    std::optional<std::int64_t> since(const schema::Time& time);

    /// What could not be read.
    const std::vector<Citation>& refusals() const { return m_refusals; }
    /// The answer is about this pod, whose output, events and messages may repeat what it knows.
    void concerns(const ObjectRef& pod) { m_pods.push_back(pod); }
    /// Reads the Secrets of those pods, as far as they may be read, so that hideSecrets() knows them.
    void learnSecrets();
    void hideSecrets(std::string& text) const;

private:
    void refused(const std::string& what, const Status& why);

    Evidence& m_evidence;
    std::map<std::tuple<Kind, std::string, std::string>, Found> m_found;
    std::map<std::pair<Kind, std::string>, std::optional<std::vector<ObjectRef>>> m_lists;
    std::map<std::string, std::vector<Said>> m_events;
    std::vector<Citation> m_refusals;
    std::vector<ObjectRef> m_pods;
    std::set<std::string, std::greater<>> m_secrets;  ///< no value after one that it is the beginning of
};

using Statements = std::vector<Statement>;

/// What the object's field says.
Citation field(const Object& object, std::string_view path, std::string_view text);
Citation cite(const Said& said);

}  // namespace armillary::explain
