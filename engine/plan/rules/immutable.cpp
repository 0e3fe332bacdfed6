#include <algorithm>
#include <format>
#include <memory>
#include <set>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/json_codec.h"

namespace armillary::plan::rules {

namespace {

using Value = std::unique_ptr<void, void (*)(void*)>;

Value valueOf(const resources::Resource& row, const Object& object) {
    Value value(row.type->create(), row.type->destroy);
    if (!schema::decodeJson(*row.type, value.get(), object.json())) value.reset();
    return value;
}

/// A path without the index or key that it ends with: what a person calls the field.
std::string_view fieldOf(std::string_view path) {
    return path.substr(0, std::min(path.find('['), path.size()));
}

/// What a refusal of a whole specification is about: what differs, but for what its sentence says may change.
std::vector<std::string> namedBy(const FieldError& error, const Change& change) {
    std::vector<std::string> paths;
    for (const std::string& path : change.changedAt(error.path)) {
        const std::string_view field = fieldOf(path);
        const auto last = path.substr(path.rfind('.') + 1);
        const std::string top(
            field.substr(field.find('.') + 1, field.find('.', field.find('.') + 1) - field.find('.') - 1));
        const bool allowed = error.detail.contains("'" + top + "'") || error.detail.contains("." + last + "`");
        if (!allowed) paths.push_back(path);
    }
    return paths;
}

/// The server's rules of updates are asked, and what they say beyond those of a new object is what cannot be changed.
std::vector<std::string> fixedIn(const Change& change) {
    std::vector<std::string> fixed;
    if (change.isMade() || change.isRemoved()) return fixed;
    const resources::Resource* row = rowOf(*change.after);
    if (!row || row != rowOf(*change.before)) return fixed;
    const Value old = valueOf(*row, *change.before), now = valueOf(*row, *change.after);
    if (!old || !now) return fixed;
    std::set<std::string> wrongAnyway;
    for (const FieldError& error : row->rules->validate(now.get())) wrongAnyway.insert(error.text());
    for (const FieldError& error : row->rules->validateUpdate(now.get(), old.get())) {
        if (wrongAnyway.contains(error.text())) continue;
        auto paths = error.path.contains('.') ? std::vector<std::string>() : namedBy(error, change);
        if (paths.empty()) paths = {error.path};
        for (std::string& path : paths)
            if (!std::ranges::contains(fixed, path)) fixed.push_back(std::move(path));
    }
    return fixed;
}

std::string refusalOf(const std::vector<std::string>& fields, const Change& change) {
    return std::format("The server refuses to change {} of {} that is there: it must be deleted and made again.",
                       listed(fields),
                       change.object()->kind() == "Ingress" ? "an Ingress" : "a " + change.object()->kind());
}

std::string wordFor(const std::string& path) {
    return path.empty() ? "the object" : path;
}

}  // namespace

void immutableFields(const Change& change, Impacts& out) {
    std::vector<std::string> fields;
    for (const std::string& path : fixedIn(change)) fields.push_back(wordFor(path));
    if (!fields.empty()) out.push_back({impact::kImmutable, refusalOf(fields, change)});
}

void fixedFields(const Change& change, Obstacles& out) {
    for (const std::string& path : fixedIn(change))
        out.push_back({obstacle::kImmutable, refusalOf({wordFor(path)}, change), path, true});
}

}  // namespace armillary::plan::rules
