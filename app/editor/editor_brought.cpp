// What of a cluster joins a document.

#include <QJsonDocument>

#include "editor_document.h"
#include "manifest.h"

namespace armillary::app {

namespace {

/// Several objects as one text. The first that cannot be had is the error.
std::expected<QString, std::string> readText(const Reader& reader, const std::vector<std::string>& paths,
                                             bool statusIsSeparate) {
    QStringList texts;
    for (const std::string& path : paths) {
        const auto answer = reader.get(path);
        if (!answer) return std::unexpected(answer.error().message);
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(answer->body));
        texts.append(manifestText(editablePart(document.object(), statusIsSeparate), false));
    }
    return texts.join(QStringLiteral("---\n"));
}

std::string namespaceIn(const QString& key) {
    return key.contains(u'/') ? key.section(u'/', 0, 0).toStdString() : std::string();
}

std::string nameIn(const QString& key) {
    return key.section(u'/', -1).toStdString();
}

QString called(const QStringList& keys) {
    return keys.size() == 1 ? keys.front().section(u'/', -1)
                            : EditorDocument::tr("%n objects", nullptr, static_cast<int>(keys.size()));
}

}  // namespace

QString EditorDocument::whyNotFromCluster(const QString& resource, const QStringList& keys) const {
    const QString name = resource.section(u'/', 1);
    const auto* kind = m_cluster ? m_cluster->resourceOfKind(resource.section(u'/', 0, 0), name) : nullptr;
    if (!kind) return tr("The cluster does not know the kind %1.").arg(name);
    if (!kind->can("get") || !(kind->can("create") || kind->can("update") || kind->can("patch")))
        return tr("The cluster makes each %1 by itself; there is nothing to edit.").arg(name);
    if (keys.size() > kMostFromCluster)
        return tr("At most %n objects can be taken at once.", nullptr, static_cast<int>(kMostFromCluster));
    return {};
}

void EditorDocument::addFromCluster(const QString& resource, const QStringList& keys, const QVariant& at) {
    if (!m_cluster || keys.isEmpty()) return;
    if (const QString why = whyNotFromCluster(resource, keys); !why.isEmpty())
        return emit refused(tr("Take %1 from the cluster").arg(called(keys)), why);
    const auto* kind = m_cluster->resourceOfKind(resource.section(u'/', 0, 0), resource.section(u'/', 1));
    QStringList wanted;
    QList<int> here;
    std::vector<std::string> paths;
    for (const QString& key : keys) {
        const relations::ObjectId object{{kind->group, kind->kind}, namespaceIn(key), nameIn(key)};
        if (const editor::Item* item = m_project->find(object)) {
            here.append(static_cast<int>(item->id));
            continue;
        }
        wanted.append(key);
        paths.push_back(kind->path(object.namespace_, object.name));
    }
    if (!here.isEmpty()) {
        setSelection(here);
        emit noted(
            here.size() == 1
                ? tr("%1 is here already.").arg(QString::fromStdString(m_project->find(here.front())->object.name))
                : tr("%n of them are here already.", nullptr, static_cast<int>(here.size())));
    }
    if (wanted.isEmpty()) return;
    m_cluster->ask(
        this,
        [paths = std::move(paths), status = kind->has("status")](const Reader& reader) {
            return readText(reader, paths, status);
        },
        [this, resource, wanted, at, generation = m_generation](const std::expected<QString, std::string>& text) {
            if (generation != m_generation) return;
            if (!text) return setProblem(QString::fromStdString(text.error()));
            takeFromCluster(resource, wanted, *text, at);
        });
}

void EditorDocument::takeFromCluster(const QString& resource, const QStringList& keys, const QString& text,
                                     const QVariant& at) {
    if (at.isValid()) emit placing(at.toPointF());
    QList<int> items;
    for (const editor::ItemId item : add(tr("Take %1 from the cluster").arg(called(keys)), text))
        items.append(static_cast<int>(item));
    if (items.isEmpty()) return;
    setSelection(items);
    if (resource == u"/Secret")
        emit noted(
            tr("What %1 keeps secret stands in the text now. Who can read the file can read it.").arg(called(keys)));
    emit added(items);
}

}  // namespace armillary::app
