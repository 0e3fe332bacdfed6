#include "images.h"

#include <QRegularExpression>

#include "writes.h"

namespace armillary::app::kinds {

namespace {

/// One container of a template, of either list.
struct Container {
    QString list, name, image;
};

std::vector<Container> containersOf(const QJsonObject& podSpec) {
    std::vector<Container> containers;
    for (const auto* list : {"initContainers", "containers"})
        for (const QJsonValue container : podSpec[QLatin1StringView(list)].toArray())
            containers.push_back({list, container["name"].toString(), container["image"].toString()});
    return containers;
}

/// {"containers": [{name, image}]} of those whose image `wanted` changes; the images as they are for `back`.
QJsonObject changes(const std::vector<Container>& containers, const QVariantMap& wanted, bool back) {
    QJsonObject lists;
    for (const Container& container : containers) {
        const QString image = wanted.value(container.name, container.image).toString().trimmed();
        if (image == container.image) continue;
        QJsonArray list = lists[container.list].toArray();
        list.append(QJsonObject{{"name", container.name}, {"image", back ? container.image : image}});
        lists[container.list] = list;
    }
    return lists;
}

QJsonObject with(QJsonObject podTemplate, const QVariantMap& wanted) {
    QJsonObject spec = podTemplate["spec"].toObject();
    for (const auto* name : {"initContainers", "containers"}) {
        QJsonArray list = spec.value(QLatin1StringView(name)).toArray();
        for (QJsonValueRef container : list) {
            QJsonObject changed = container.toObject();
            changed["image"] =
                wanted.value(changed["name"].toString(), changed["image"].toString()).toString().trimmed();
            container = changed;
        }
        if (!list.isEmpty()) spec[QLatin1StringView(name)] = list;
    }
    podTemplate["spec"] = spec;
    return podTemplate;
}

}  // namespace

QString imageProblem(const QString& image) {
    if (image.isEmpty()) return QObject::tr("It needs an image.");
    if (image.contains(QRegularExpression(QStringLiteral("\\s")))) return QObject::tr("An image's name has no spaces.");
    static const QRegularExpression kReference(
        QStringLiteral("^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?/)?"
                       "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
                       "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:"
                       "[0-9a-fA-F]{32,})?$"));
    if (kReference.match(image).hasMatch()) return {};
    return QObject::tr("This is no image's name, such as registry.example.com/shop/web:1.4 (lower case, one tag).");
}

Action imageAction(const Subject& subject) {
    const QJsonObject podTemplate = fieldOf(*subject.object, QStringLiteral("spec.template")).toObject();
    const std::vector<Container> containers = containersOf(podTemplate["spec"].toObject());
    Action action{.id = "image",
                  .title = QObject::tr("Set image…"),
                  .icon = "image",
                  .verb = QObject::tr("Set image"),
                  .input = Input::Form,
                  .single = true};
    for (const Container& container : containers)
        action.fields.push_back({.id = container.name,
                                 .label = container.list == u"containers"
                                              ? QObject::tr("Container %1").arg(container.name)
                                              : QObject::tr("Init container %1").arg(container.name),
                                 .value = container.image,
                                 .options = {},
                                 .hint = {}});
    action.check = [containers](const QVariant& input) {
        const QVariantMap wanted = input.toMap();
        QVariantMap problems;
        for (const Container& container : containers) {
            const QString problem = imageProblem(wanted.value(container.name, container.image).toString().trimmed());
            if (!problem.isEmpty()) problems[container.name] = problem;
        }
        if (problems.isEmpty() && changes(containers, wanted, false).isEmpty())
            problems[""] = QObject::tr("Nothing is changed yet.");
        return problems;
    };
    action.preview = [podTemplate](const QVariant& input) {
        return previewOf(podTemplate, with(podTemplate, input.toMap()));
    };
    action.write = [subject, containers](const QVariant& input) {
        const QVariantMap wanted = input.toMap();
        QStringList images, before;
        for (const Container& container : containers) {
            const QString image = wanted.value(container.name, container.image).toString().trimmed();
            if (image != container.image) images << image, before << container.image;
        }
        const auto to = [&](bool back) {
            return strategicPatch(subject.path(),
                                  nested(QStringLiteral("spec.template.spec"), changes(containers, wanted, back)));
        };
        const QString list = images.join(QStringLiteral(", ")), old = before.join(QStringLiteral(", "));
        return Write{.title = QObject::tr("Set the image of %1 to %2").arg(subject.title(), list),
                     .subject = subject.title(),
                     .calls = {to(false)},
                     .undoTitle = QObject::tr("Set the image of %1 back to %2").arg(subject.title(), old),
                     .undo = {to(true)}};
    };
    return action;
}

}  // namespace armillary::app::kinds
