#include "engine/relations/guesses.h"

#include <algorithm>
#include <format>

#include "engine/relations/draft.h"
#include "engine/relations/field_view.h"
#include "engine/schema/json_document.h"
#include "engine/schema/selector.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostGuesses = 200;

/// A field that is called as references are.
struct Guess {
    Place place;  ///< of the name, or of the selector
    Kind kind;    ///< of what is named; none of a selector, which finds pods
    std::string namespace_, name;
    bool selects() const { return kind.name.empty(); }
};

/// What is named without its kind: a word at the end of the field's name, and the kind.
constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"ecret", "Secret"},
    {"ecretKey", "Secret"},
    {"onfigMap", "ConfigMap"},
    {"onfigMapKey", "ConfigMap"},
    {"erviceAccount", "ServiceAccount"},
    {"ervice", "Service"},
    {"laim", "PersistentVolumeClaim"},
};

/// The kind of what "tlsSecretName" or "passwordSecretRef" names: of `ending` "Name" or "Ref".
std::string_view kindIn(std::string_view field, std::string_view ending) {
    if (!field.ends_with(ending)) return {};
    field.remove_suffix(ending.size());
    const auto* found = std::ranges::find_if(kWords, [&](const auto& word) { return field.ends_with(word.first); });
    return found == std::end(kWords) ? std::string_view() : found->second;
}

bool isSelector(std::string_view field, const json::value& value) {
    const bool called = field == "selector" || field == "podSelector" || field == "workloadSelector";
    if (!called || !value.is_object()) return false;
    return value.get_object().contains("matchLabels") || value.get_object().contains("matchExpressions");
}

class Guesser {
public:
    Guesser(const Object& object, const json::value& root) : m_root(root), m_self(idOf(object)) {
        const PodTemplate where = podTemplateOf(m_self.kind);
        m_template = front(placeOf(where.spec), 2);
        m_hasTemplate = at(root, placeOf(where.spec) + "containers") != nullptr;
        visitMember({"spec"});
    }
    std::vector<Guess> take() { return std::move(m_guesses); }

private:
    void visitMember(const Place& place) {
        const auto* value = at(m_root, place);
        // What stands in a pod template is the table's.
        if (!value || (m_hasTemplate && place == m_template) || m_guesses.size() >= kMostGuesses) return;
        if (const auto* name = std::get_if<std::string>(&place.back())) judge(*name, *value, place);
        if (value->is_array())
            for (std::size_t i = 0; i < value->get_array().size(); ++i) visitMember(place + i);
        if (value->is_object())
            for (const auto& member : value->get_object()) visitMember(place + std::string(member.key()));
    }

    void judge(std::string_view field, const json::value& value, const Place& place) {
        if (value.is_string()) {
            if (const auto kind = kindIn(field, "Name"); !kind.empty())
                m_guesses.push_back(
                    {place, {"", std::string(kind)}, m_self.namespace_, std::string(value.get_string())});
            return;
        }
        if (isSelector(field, value) && !m_hasTemplate) {
            m_guesses.push_back({place, {}, m_self.namespace_, {}});
            return;
        }
        if (!field.ends_with("Ref") || textAt(m_root, place + "name").empty()) return;
        Guess guess{place + "name", kindAt(field, place), textAt(m_root, place + "namespace"),
                    textAt(m_root, place + "name")};
        if (guess.namespace_.empty()) guess.namespace_ = m_self.namespace_;
        if (!guess.kind.name.empty()) m_guesses.push_back(std::move(guess));
    }

    Kind kindAt(std::string_view field, const Place& reference) const {
        const std::string said = textAt(m_root, reference + "kind");
        if (said.empty()) return {"", std::string(kindIn(field, "Ref"))};
        std::string group = textAt(m_root, reference + "apiVersion");
        group = group.contains('/') ? group.substr(0, group.find('/')) : std::string();
        for (const auto* name : {"apiGroup", "group"})
            if (group.empty()) group = textAt(m_root, reference + name);
        // Without a group: one of the core's kinds, or a relative of the resource itself.
        if (group.empty() && !isBuiltIn({"", said})) group = m_self.kind.group;
        return {group, said};
    }

    const json::value& m_root;
    const ObjectId m_self;
    Place m_template;
    bool m_hasTemplate = false;
    std::vector<Guess> m_guesses;
};

json::value rootOf(const Object& object) {
    auto read = schema::parseDocument(object.json());
    return read ? std::move(*read) : json::value(json::object());
}

std::vector<Guess> guessesOf(const Object& object, const json::value& root) {
    if (isBuiltIn(kindOf(object))) return {};
    return Guesser(object, root).take();
}

std::vector<Guess> guessesFor(const Object& from, const Object& to, const json::value& root) {
    auto guesses = guessesOf(from, root);
    const Kind kind = kindOf(to);
    std::erase_if(guesses, [&](const Guess& guess) {
        if (guess.selects()) return podTemplateOf(kind).spec.empty() || from.namespace_() != to.namespace_();
        const bool saysNamespace = at(root, front(guess.place, guess.place.size() - 1) + "namespace") != nullptr;
        return guess.kind != kind || (guess.namespace_ == to.namespace_() && guess.name == to.name()) ||
               (!saysNamespace && guess.namespace_ != to.namespace_());
    });
    return guesses;
}

void findSelected(const Edge& made, const FieldView& selector, const World& world, std::vector<Edge>& edges) {
    const auto said = selector.selector();
    const auto compiled = said ? LabelSelector::from(*said) : std::unexpected(std::string());
    if (!compiled) return;
    for (const Kind& kind : workloadKinds())
        for (const ObjectRef& object : world.list(kind, made.from.namespace_)) {
            const auto labels = podLabels(object);
            if (!labels || !compiled->matches(*labels) || edges.size() == kMaxEdges) continue;
            edges.push_back(made);
            edges.back().to = idOf(*object);
            edges.back().named = false;
        }
}

}  // namespace

std::vector<Edge> guessedReferences(const ObjectRef& object, const World& world) {
    std::vector<Edge> edges;
    if (isBuiltIn(kindOf(*object))) return edges;
    const json::value root = rootOf(*object);
    for (Guess& guess : guessesOf(*object, root)) {
        Edge edge;
        edge.from = idOf(*object);
        edge.path = text(guess.place);
        edge.guessed = true;
        if (guess.selects()) {
            edge.relation = relation::kSelects;
            findSelected(edge, FieldView(*at(root, guess.place)), world, edges);
            continue;
        }
        edge.relation = relation::kReads;
        const bool cluster = isClusterScoped(guess.kind);
        edge.to = {std::move(guess.kind), cluster ? std::string() : std::move(guess.namespace_), std::move(guess.name)};
        if (edges.size() < kMaxEdges) edges.push_back(std::move(edge));
    }
    return edges;
}

std::optional<Way> guessedWay(const ObjectRef& from, const ObjectRef& to) {
    const json::value root = rootOf(*from);
    const auto guesses = guessesFor(*from, *to, root);
    if (guesses.empty()) return {};
    Way way{kGuess,
            guesses.front().selects() ? relation::kSelects : relation::kReads,
            "in a field that is called as if it did",
            text(guesses.front().place),
            {}};
    Question fields{"field", Question::Kind::Choice, text(guesses.front().place), {}, false};
    for (const Guess& guess : guesses) fields.choices.push_back(text(guess.place));
    if (guesses.size() > 1) way.questions.push_back(std::move(fields));
    return way;
}

std::expected<std::vector<FieldChange>, std::string> drawGuess(const ObjectRef& from, const ObjectRef& to,
                                                               const WayOptions& options) {
    const json::value root = rootOf(*from);
    const auto guesses = guessesFor(*from, *to, root);
    const auto said = options.find("field");
    const auto chosen = std::ranges::find_if(
        guesses, [&](const Guess& guess) { return said == options.end() || text(guess.place) == said->second; });
    if (chosen == guesses.end())
        return std::unexpected(std::format("{} has no such field for {}", called(*from), called(*to)));
    using Change = FieldChange::Kind;
    if (chosen->selects()) {
        const json::object labels = tellingLabels(to);
        if (labels.empty())
            return std::unexpected(
                std::format("the pods of {} have no labels that a selector could find them by", called(*to)));
        return std::vector<FieldChange>{
            {Change::Set, text(chosen->place), jsonOf(json::object{{"matchLabels", labels}})}};
    }
    std::vector<FieldChange> changes{{Change::Set, text(chosen->place), jsonOf(json::value(to->name()))}};
    if (chosen->namespace_ != to->namespace_())
        changes.push_back({Change::Set, text(front(chosen->place, chosen->place.size() - 1) + "namespace"),
                           jsonOf(json::value(to->namespace_()))});
    return changes;
}

std::expected<std::vector<FieldChange>, std::string> takeGuess(const ObjectRef& from, const Edge& edge) {
    const json::value root = rootOf(*from);
    const auto guesses = guessesOf(*from, root);
    const auto found =
        std::ranges::find_if(guesses, [&](const Guess& guess) { return text(guess.place) == edge.path; });
    if (found == guesses.end()) return std::unexpected(std::format("{} has no such field any more", called(*from)));
    const bool inReference = !found->selects() && found->place.back() == Place::value_type("name");
    const Place gone = inReference ? front(found->place, found->place.size() - 1) : found->place;
    return std::vector<FieldChange>{{FieldChange::Kind::Remove, text(gone), {}}};
}

}  // namespace armillary::relations
