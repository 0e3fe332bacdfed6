// What one gesture does to the files: Project's edits.

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <format>
#include <ranges>
#include <tuple>

#include "engine/editor/project.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"
#include "engine/manifest/value.h"

namespace armillary::editor {

namespace {

using manifest::Edit;
using manifest::Refusal;
namespace refusal = manifest::refusal;

Refusal noSuchItem() {
    return {refusal::kAbsent, "it is no longer there"};
}

/// As YAML, which JSON is.
std::string yamlOf(std::string_view text) {
    return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

/// Who stands behind others comes before them.
bool standsBehind(const Item* one, const Item* other) {
    const auto placeOf = [](const Item* item) {
        return std::tuple(item->file, item->document, item->path.empty() ? 0 : item->path.back().index);
    };
    return placeOf(one) > placeOf(other);
}

std::expected<Edit, Refusal> editOf(const relations::FieldChange& change) {
    auto path = manifest::parsePath(change.path);
    if (!path) return std::unexpected(Refusal{refusal::kAbsent, path.error()});
    if (change.kind == relations::FieldChange::Kind::Remove) return Edit{Edit::Kind::Remove, std::move(*path), {}, {}};
    auto yaml = manifest::jsonToYaml(change.json);
    if (!yaml) return std::unexpected(Refusal{refusal::kValue, yaml.error()});
    const bool inserts = change.kind == relations::FieldChange::Kind::Insert;
    return Edit{inserts ? Edit::Kind::Insert : Edit::Kind::Set, std::move(*path), std::move(*yaml), {}};
}

}  // namespace

manifest::FileEdit Project::inFile(const Item& item, Edit edit) const {
    edit.path.insert(edit.path.begin(), item.path.begin(), item.path.end());
    return {item.file, item.document, std::move(edit)};
}

Project::Outcome Project::changed(Outcome outcome) {
    if (outcome) readChanged();
    return outcome;
}

Project::Outcome Project::perform(std::string title, std::span<const manifest::Operation> operations,
                                  std::string_view merge) {
    return changed(m_workspace.perform(std::move(title), operations, merge));
}

Project::Outcome Project::edit(std::string title, std::span<const ItemEdit> edits, std::string_view merge) {
    std::vector<manifest::Operation> operations;
    for (const ItemEdit& each : edits) {
        const Item* item = find(each.item);
        if (!item) return std::unexpected(noSuchItem());
        operations.push_back(inFile(*item, each.edit));
    }
    return perform(std::move(title), operations, merge);
}

Project::Outcome Project::add(std::string title, std::size_t file, std::string yaml) {
    return perform(std::move(title), std::vector<manifest::Operation>{manifest::AddDocuments{file, std::move(yaml)}});
}

Project::Outcome Project::makeChanges(std::string title, const Item& item,
                                      const std::vector<relations::FieldChange>& changes, std::string_view merge) {
    std::vector<manifest::Operation> operations;
    for (const relations::FieldChange& change : changes) {
        auto edit = editOf(change);
        if (!edit) return std::unexpected(std::move(edit.error()));
        operations.push_back(inFile(item, std::move(*edit)));
    }
    return perform(std::move(title), operations, merge);
}

Project::Outcome Project::connect(std::string title, ItemId from, ItemId to, const relations::Way& way,
                                  const relations::WayOptions& options) {
    const Item *source = find(from), *target = find(to);
    if (!source || !target) return std::unexpected(noSuchItem());
    if (!source->value || !target->value)
        return std::unexpected(Refusal{refusal::kForm, "its fields cannot be read: mend them first"});
    auto changes = relations::connect(source->value, target->value, way, options);
    if (!changes) return std::unexpected(Refusal{refusal::kValue, std::move(changes.error())});
    return makeChanges(std::move(title), *source, *changes);
}

Project::Outcome Project::disconnect(std::string title, const Connection& connection) {
    const Item* source = find(connection.from);
    if (!source || !source->value) return std::unexpected(noSuchItem());
    auto changes = relations::disconnect(source->value, connection.edge);
    if (!changes) return std::unexpected(Refusal{refusal::kValue, std::move(changes.error())});
    return makeChanges(std::move(title), *source, *changes);
}

/// References first, one after the other, since each moves what stands behind it in its list; then the items, from the
/// back. All of it is one transaction, and none if one of them is refused.
Project::Outcome Project::remove(std::string title, std::span<const ItemId> items, bool references) {
    const std::string merge = std::format("remove {}", ++m_gestures);
    const auto goes = [&](ItemId id) { return std::ranges::contains(items, id); };
    std::vector<std::string> notes;
    bool begun = false;
    const auto refuse = [&](Refusal why) -> Outcome {
        if (begun) {
            undo();
            m_workspace.forgetUndone();
        }
        return std::unexpected(std::move(why));
    };
    const auto done = [&](Outcome outcome) {
        if (outcome) std::ranges::move(*outcome, std::back_inserter(notes));
        begun = begun || outcome.has_value();
        return outcome;
    };
    while (references) {
        const auto next = std::ranges::find_if(m_connections, [&](const Connection& each) {
            return each.edge.named && !each.edge.guessed && !goes(each.from) && goes(each.to);
        });
        if (next == m_connections.end()) break;
        const std::size_t before = m_connections.size();
        const Item& source = *find(next->from);
        auto changes = relations::disconnect(source.value, next->edge);
        if (!changes) return refuse({refusal::kValue, std::move(changes.error())});
        if (const auto made = done(makeChanges(title, source, *changes, merge)); !made) return refuse(made.error());
        if (m_connections.size() >= before) break;  // it is no reference that goes away
    }
    std::vector<const Item*> going;
    for (const ItemId id : items) {
        if (!find(id)) return refuse(noSuchItem());
        going.push_back(find(id));
    }
    std::ranges::sort(going, standsBehind);
    std::vector<manifest::Operation> operations;
    for (const Item* item : going) {
        if (item->path.empty())
            operations.push_back(manifest::RemoveDocument{item->file, item->document});
        else
            operations.push_back(inFile(*item, {Edit::Kind::Remove, {}, {}, {}}));
    }
    if (const auto made = done(perform(std::move(title), operations, merge)); !made) return refuse(made.error());
    return notes;
}

Project::Outcome Project::rename(std::string title, ItemId id, const std::string& name) {
    const Item* item = find(id);
    if (!item) return std::unexpected(noSuchItem());
    using manifest::Step;
    const std::string old = item->object.name;
    std::vector<manifest::Operation> operations{
        inFile(*item, {Edit::Kind::Set, {Step::member("metadata"), Step::member("name")}, yamlOf(name), {}})};
    for (const Connection& each : m_connections) {
        if (each.to != id || !each.edge.named) continue;
        const Item& source = *find(each.from);
        const manifest::Node* node = nodeOf(source);
        const auto path = manifest::parsePath(each.edge.path);
        const manifest::Node* field = node && path ? manifest::find(*node, *path) : nullptr;
        // What a name is only a part of, as a claim's that comes from a template, says it by another one.
        if (!field || field->form != manifest::Form::Scalar || field->text != old) continue;
        operations.push_back(inFile(source, {Edit::Kind::Set, *path, yamlOf(name), {}}));
    }
    return perform(std::move(title), operations);
}

bool Project::undo() {
    if (!m_workspace.undo()) return false;
    readChanged();
    return true;
}

bool Project::redo() {
    if (!m_workspace.redo()) return false;
    readChanged();
    return true;
}

std::string Project::textOf(std::span<const ItemId> items) const {
    std::string text;
    for (const ItemId id : items) {
        const Item* item = find(id);
        if (!item) continue;
        const manifest::File& file = m_workspace.files()[item->file].file;
        if (!text.empty()) text += "---\n";
        if (item->path.empty()) {
            const manifest::Document& document = file.documents()[item->document];
            const std::size_t end = std::max(document.after, document.span.end);
            std::string_view own =
                std::string_view(file.bytes()).substr(document.span.begin, end - document.span.begin);
            if (const auto mark = own.find("---"); document.after > document.span.begin && mark != own.npos)
                own = std::string_view(file.bytes()).substr(document.after, end - document.after);
            own.remove_prefix(std::min(own.find_first_not_of("\r\n"), own.size()));
            text += own;
        } else if (const auto* node = manifest::find(*file.documents()[item->document].root, item->path)) {
            if (const auto value = manifest::valueOf(*node)) text += manifest::toJson(*value);
        }
        if (!text.ends_with('\n')) text += '\n';
    }
    return text;
}

std::string Project::textOfAll() const {
    std::vector<ItemId> all;
    for (const Item& item : m_items) all.push_back(item.id);
    return textOf(all);
}

}  // namespace armillary::editor
