#include "engine/relations/draft.h"

#include <algorithm>
#include <format>

#include "engine/schema/json_document.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

json::value parsed(const Object& object) {
    auto read = schema::parseDocument(object.json());
    return read ? std::move(*read) : json::value(json::object());
}

/// What people call an item of a list: its name, or where it stands.
std::string labelOf(const json::value& root, const Place& place) {
    const std::string name = textAt(root, place + "name");
    return name.empty() ? text({place.end() - 2, place.end()}) : name;
}

}  // namespace

Draft::Draft(ObjectRef origin, ObjectRef goal, const Row& of, const WayOptions* options)
    : from(std::move(origin)),
      to(std::move(goal)),
      row(of),
      pattern(patternOf(pathIn(of, kindOf(*from)))),
      source(parsed(*from)),
      target(parsed(*to)),
      m_options(options) {
    way.id = row.writing.id;
    way.relation = row.relation;
    way.title = row.writing.title;
}

std::string Draft::ask(Question question) {
    std::string answer = m_options && m_options->contains(question.id) ? said(question.id) : question.suggestion;
    const bool open = question.kind == Question::Kind::Text || question.choices.empty();
    if (question.required && answer.empty()) mistake(std::format("a {} has to be said", question.id));
    if (!open && !answer.empty() && !std::ranges::contains(question.choices, answer))
        mistake(std::format("there is no {} '{}'", question.id, answer));
    if (open || question.choices.size() > 1 || question.required) way.questions.push_back(std::move(question));
    return answer;
}

std::string Draft::said(std::string_view id) const {
    if (!m_options) return {};
    const auto found = m_options->find(id);
    return found == m_options->end() ? std::string() : found->second;
}

std::optional<Place> Draft::choose(std::string_view id, const std::vector<Place>& places) {
    Question question{id, id == "container" ? Question::Kind::Container : Question::Kind::Choice, {}, {}, false};
    for (const Place& place : places) question.choices.push_back(labelOf(source, place));
    if (places.empty()) {
        refuse(std::format("{} has no {} that could say so", called(*from), id));
        return {};
    }
    question.suggestion = question.choices.front();
    const auto found = std::ranges::find(question.choices, ask(question));
    // What the answer got wrong is said already.
    return found == question.choices.end() ? std::nullopt
                                           : std::optional(places[std::size_t(found - question.choices.begin())]);
}

void Draft::refuse(std::string why) {
    if (refusal.empty()) refusal = std::move(why);
}
void Draft::mistake(std::string what) {
    if (wrong.empty()) wrong = std::move(what);
}

void Draft::set(const Place& place, const json::value& value) {
    changes.push_back({FieldChange::Kind::Set, text(place), jsonOf(value)});
}
void Draft::insert(const Place& list, const json::value& item) {
    changes.push_back({FieldChange::Kind::Insert, text(list), jsonOf(item)});
}
void Draft::remove(const Place& place) {
    changes.push_back({FieldChange::Kind::Remove, text(place), {}});
}

std::string called(const Object& object) {
    return std::format("{} '{}'", object.kind(), object.name());
}
std::string called(const ObjectId& object) {
    return std::format("{} '{}'", object.kind.name, object.name);
}

bool saysKindFor(const Row& row, const Kind& to) {
    // Gateways' references have a usual kind, the others name each.
    return row.saysKind && (row.writing.saysGroup != "group" || to.group != row.toGroup || to.name != row.to);
}

json::object Draft::reference() const {
    json::object said;
    const Kind kind = kindOf(*to);
    if (saysKindFor(row, kind)) {
        const std::string& group = row.writing.saysGroup == "apiVersion" ? to->apiVersion() : kind.group;
        if (!group.empty()) said[row.writing.saysGroup] = group;
        said["kind"] = kind.name;
    }
    said[pattern.back().names.front()] = to->name();
    // A binding's accounts always say their namespace.
    const bool own = to->namespace_() == from->namespace_() && row.relation != relation::kTo;
    if (row.saysNamespace && !to->namespace_().empty() && !own) said["namespace"] = to->namespace_();
    return said;
}

}  // namespace armillary::relations
