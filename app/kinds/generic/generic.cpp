#include "generic.h"

#include "../deletion.h"
#include "../labels.h"
#include "../text.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    if (object.meta().deletionTimestamp) return {.status = QObject::tr("Terminating"), .tone = Tone::Quiet};
    return {};
}

void summarise(const Object& object, Summary& summary) {
    summary.heading(QObject::tr("Object"));
    summary.add(QObject::tr("Age"), age(object.meta().creationTimestamp));
    QStringList finalizers;
    for (const std::string& name : object.meta().finalizers) finalizers << QString::fromStdString(name);
    summary.add(QObject::tr("Finalizers"), finalizers.join(u'\n'));
}

/// What only shows the object, or opens it for editing.
std::vector<Action> views(const Subject& subject) {
    std::vector<Action> actions{{.id = "describe",
                                 .title = QObject::tr("Details"),
                                 .icon = "describe",
                                 .shortcut = "D",
                                 .view = "details",
                                 .single = true},
                                {.id = "yaml",
                                 .title = QObject::tr("YAML"),
                                 .icon = "config",
                                 .shortcut = "Y",
                                 .view = "yaml",
                                 .single = true}};
    if (subject.resource.can("update") || subject.resource.can("patch"))
        actions.push_back({.id = "edit",
                           .title = QObject::tr("Edit…"),
                           .icon = "edit",
                           .shortcut = "E",
                           .view = "yaml",
                           .changes = true,
                           .single = true});
    actions.push_back({.id = "canvas", .title = QObject::tr("Open in the editor"), .icon = "edit", .view = "editor"});
    return actions;
}

std::vector<Action> actions(const Subject& subject) {
    std::vector<Action> actions = views(subject);
    const metav1::ObjectMeta& meta = subject.object->meta();
    if (subject.resource.can("patch")) {
        actions.push_back(labelsAction(subject));
        actions.push_back(annotationsAction(subject));
        if (meta.deletionTimestamp && !meta.finalizers.empty()) actions.push_back(finalizersAction(subject));
    }
    if (subject.resource.can("delete") && !meta.deletionTimestamp) actions.push_back(deleteAction(subject));
    return actions;
}

}  // namespace

constexpr Kind kGeneric{
    .group = "", .name = "", .icon = "object", .row = row, .summarise = summarise, .actions = actions};

}  // namespace armillary::app::kinds
