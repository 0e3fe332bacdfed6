#include "canvas_fresh.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

#include "engine/manifest/locate.h"

namespace armillary::app {

namespace {

struct Fresh {
    Q_DECLARE_TR_FUNCTIONS(Canvas)
};

/// More of one name nobody makes by hand.
constexpr int kMostTries = 10'000;

/// The labels that say whose pods these are; others ("tier: web") only happen to be called alike.
constexpr std::string_view kTelling[] = {"app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "k8s-app",
                                         "name"};

bool isTaken(const editor::Project& project, relations::ObjectId object, const std::set<relations::ObjectId>& fresh) {
    return project.find(object) || fresh.contains(object);
}

/// "web-3": without the number that it had, and with another one.
std::string freeName(const editor::Project& project, relations::ObjectId object,
                     const std::set<relations::ObjectId>& fresh) {
    if (!isTaken(project, object, fresh)) return object.name;
    std::string stem = object.name;
    const auto digits = stem.find_last_not_of("0123456789");
    if (digits != std::string::npos && digits + 1 < stem.size() && digits > 0 && stem[digits] == '-')
        stem.resize(digits);
    for (int number = 2; number < kMostTries; ++number) {
        object.name = stem + "-" + std::to_string(number);
        if (!isTaken(project, object, fresh)) break;
    }
    return object.name;
}

/// Labels of that value in a mapping of an item, as edits to another one.
void relabel(const editor::Project& scratch, const editor::Item& item, const std::vector<std::string>& path,
             const std::string& from, const std::string& to, std::vector<editor::ItemEdit>& edits) {
    manifest::Path at;
    for (const std::string& key : path) at.push_back(manifest::Step::member(key));
    const manifest::Node* root = scratch.nodeOf(item);
    if (!root || !manifest::find(*root, at)) return;
    for (const std::string_view key : kTelling) {
        manifest::Path full = at;
        full.push_back(manifest::Step::member(std::string(key)));
        const manifest::Node* node = manifest::find(*root, full);
        if (!node || node->text != from) continue;
        edits.push_back({item.id, {manifest::Edit::Kind::Set, std::move(full), to, {}}});
    }
}

/// A workload's pods are told from others' by labels, which go with its name.
void followLabels(editor::Project& scratch, const std::string& from, const std::string& to) {
    std::vector<editor::ItemEdit> edits;
    for (const editor::Item& item : scratch.items())
        for (const std::vector<std::string>& path :
             std::vector<std::vector<std::string>>{{"metadata", "labels"},
                                                   {"spec", "selector"},
                                                   {"spec", "selector", "matchLabels"},
                                                   {"spec", "podSelector", "matchLabels"},
                                                   {"spec", "template", "metadata", "labels"}})
            relabel(scratch, item, path, from, to, edits);
    if (!edits.empty()) (void)scratch.edit({}, edits);
}

std::expected<void, QString> openInto(editor::Project& scratch, const QString& yaml) {
    scratch.open({}, yaml.toStdString(), false);
    const auto& opened = scratch.workspace().files().front();
    if (opened.mistake)
        return std::unexpected(Fresh::tr("That is not YAML: line %1, %2")
                                   .arg(opened.mistake->line)
                                   .arg(QString::fromStdString(opened.mistake->message)));
    if (scratch.items().empty()) return std::unexpected(Fresh::tr("There is no Kubernetes object in that."));
    return {};
}

}  // namespace

std::expected<int, QString> objectsIn(const QString& yaml) {
    editor::Project scratch;
    if (const auto opened = openInto(scratch, yaml); !opened) return std::unexpected(opened.error());
    return static_cast<int>(scratch.items().size());
}

std::expected<QString, QString> withFreshNames(const QString& yaml, const editor::Project& project) {
    editor::Project scratch(project.homeNamespace());
    if (const auto opened = openInto(scratch, yaml); !opened) return std::unexpected(opened.error());
    std::set<relations::ObjectId> fresh;
    std::vector<editor::ItemId> all;
    for (const editor::Item& item : scratch.items()) all.push_back(item.id);
    for (const editor::ItemId id : all) {
        const editor::Item* item = scratch.find(id);
        if (!item || !item->value) continue;
        relations::ObjectId object = relations::idOf(*item->value);
        const std::string before = object.name, name = freeName(project, object, fresh);
        if (name != before) {
            const bool workload = !relations::podTemplateOf(object.kind).spec.empty();
            if (const auto renamed = scratch.rename({}, id, name); !renamed)
                return std::unexpected(QString::fromStdString(renamed.error().message));
            if (workload) followLabels(scratch, before, name);
        }
        object.name = name;
        fresh.insert(object);
    }
    return QString::fromStdString(scratch.workspace().files().front().text);
}

std::expected<manifest::Edit, QString> editOf(const relations::FieldChange& change) {
    auto path = manifest::parsePath(change.path);
    if (!path) return std::unexpected(QString::fromStdString(path.error()));
    using Kind = manifest::Edit::Kind;
    const Kind kind = change.kind == relations::FieldChange::Kind::Set      ? Kind::Set
                      : change.kind == relations::FieldChange::Kind::Remove ? Kind::Remove
                                                                            : Kind::Insert;
    return manifest::Edit{kind, std::move(*path), change.json, {}};
}

std::expected<Graft, QString> graft(const std::string& yaml, const ObjectRef& other, bool refers,
                                    const std::string& homeNamespace) {
    editor::Project scratch(homeNamespace);
    scratch.open({}, yaml, false);
    if (scratch.items().size() != 1 || !scratch.items().front().value)
        return std::unexpected(Fresh::tr("That is not one Kubernetes object."));
    const ObjectRef made = scratch.items().front().value;
    const ObjectRef& from = refers ? made : other;
    const ObjectRef& to = refers ? other : made;
    const auto ways = relations::waysToConnect(from, to);
    if (!ways) return std::unexpected(QString::fromStdString(ways.error()));
    auto changes = relations::connect(from, to, ways->front(), {});
    if (!changes) return std::unexpected(QString::fromStdString(changes.error()));
    if (!refers) return Graft{yaml, std::move(*changes)};
    std::vector<editor::ItemEdit> edits;
    for (const relations::FieldChange& change : *changes) {
        auto edit = editOf(change);
        if (!edit) return std::unexpected(edit.error());
        edits.push_back({scratch.items().front().id, std::move(*edit)});
    }
    if (const auto done = scratch.edit({}, edits); !done)
        return std::unexpected(QString::fromStdString(done.error().message));
    return Graft{scratch.workspace().files().front().text, {}};
}

}  // namespace armillary::app
