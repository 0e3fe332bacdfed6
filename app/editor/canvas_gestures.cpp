#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <ranges>

#include "canvas_fresh.h"
#include "canvas_model.h"

namespace armillary::app {

namespace {

constexpr QPointF kBeside(28, 28);
constexpr qsizetype kMostPasted = 16 << 20;
/// While it hangs over the canvas; more is looked at when it is let go.
constexpr qsizetype kMostLookedAt = 1 << 20;

QList<int> idsOf(const std::vector<editor::ItemId>& items) {
    QList<int> ids;
    for (const editor::ItemId id : items) ids.append(static_cast<int>(id));
    return ids;
}

}  // namespace

QVariantMap CanvasModel::lookAt(const QString& yaml) const {
    if (yaml.size() > kMostLookedAt) return {{"count", 0}, {"why", QString()}};
    const auto found = objectsIn(yaml);
    return {{"count", found.value_or(0)}, {"why", found ? QString() : found.error()}};
}

std::vector<int> CanvasModel::selectedNodes() const {
    std::vector<int> nodes;
    for (const int id : m_document->selection())
        if (const int node = m_graph.find(static_cast<editor::ItemId>(id)); node >= 0) nodes.push_back(node);
    std::ranges::sort(nodes);
    return nodes;
}

bool CanvasModel::add(const QString& title, const QString& yaml, const QVariant& at) {
    if (!m_document) return false;
    if (yaml.size() > kMostPasted) {
        emit refused(tr("That is more than 16 MB: open it as a file."));
        return false;
    }
    const auto fresh = withFreshNames(yaml, m_document->project());
    if (!fresh) {
        emit refused(fresh.error());
        return false;
    }
    if (at.isValid()) expectAt(at.toPointF());
    const std::vector<editor::ItemId> added = m_document->add(title, *fresh);
    m_expected.reset();
    if (added.empty()) return false;
    m_document->setSelection(idsOf(added));
    return true;
}

bool CanvasModel::addConnected(const QString& title, const QString& yaml, int item, bool refers, QPointF at) {
    const editor::Item* other = m_document ? m_document->project().find(static_cast<editor::ItemId>(item)) : nullptr;
    if (!other || !other->value) return false;
    const auto fresh = withFreshNames(yaml, m_document->project());
    const auto made = fresh ? graft(fresh->toStdString(), other->value, refers, m_document->project().homeNamespace())
                            : std::unexpected(fresh.error());
    if (!made) {
        emit refused(made.error());
        return false;
    }
    std::vector<manifest::Operation> operations;
    for (const relations::FieldChange& change : made->changes) {
        auto edit = editOf(change);
        if (!edit) {
            emit refused(edit.error());
            return false;
        }
        edit->path.insert(edit->path.begin(), other->path.begin(), other->path.end());
        operations.emplace_back(manifest::FileEdit{other->file, other->document, std::move(*edit)});
    }
    operations.emplace_back(manifest::AddDocuments{other->file, made->yaml});
    std::vector<editor::ItemId> before, added;
    for (const editor::Item& each : m_document->project().items()) before.push_back(each.id);
    expectAt(at);
    const bool done = m_document->perform(title, operations);
    m_expected.reset();
    if (!done) return false;
    for (const editor::Item& each : m_document->project().items())
        if (!std::ranges::contains(before, each.id)) added.push_back(each.id);
    m_document->setSelection(idsOf(added));
    return true;
}

void CanvasModel::selectAll() {
    if (!m_document) return;
    std::vector<editor::ItemId> all;
    for (const editor::Item& item : m_document->project().items()) all.push_back(item.id);
    m_document->setSelection(idsOf(all));
}

void CanvasModel::copy() {
    if (!m_document || m_document->selection().isEmpty()) return;
    m_copied.clear();
    QList<int> ids;
    for (const int node : selectedNodes()) {
        ids.append(static_cast<int>(m_graph.nodes[static_cast<std::size_t>(node)].item));
        m_copied.push_back(m_places[static_cast<std::size_t>(node)]);
    }
    m_copiedText = m_document->textOf(ids);
    m_pasted = 0;
    QGuiApplication::clipboard()->setText(m_copiedText);
}

void CanvasModel::cut() {
    copy();
    if (m_document) m_document->removeSelection();
}

void CanvasModel::paste(const QVariant& at) {
    if (!m_document) return;
    // What a file manager has copied is its files, not their names.
    if (const QMimeData* data = QGuiApplication::clipboard()->mimeData(); data && data->hasUrls())
        return m_document->addFiles(data->urls(), at);
    const QString text = QGuiApplication::clipboard()->text();
    if (text.isEmpty()) return emit refused(tr("There is nothing to paste."));
    const auto fresh = withFreshNames(text.first(std::min(text.size(), kMostPasted)), m_document->project());
    if (!fresh) return emit refused(fresh.error());
    // What was copied here stands to each other as it did.
    std::vector<std::string> before;
    for (const CanvasNode& node : m_graph.nodes) before.push_back(node.key);
    const bool own = text == m_copiedText && !m_copied.empty();
    QPointF corner = own ? m_copied.front() : QPointF();
    for (const QPointF& place : m_copied) corner = {std::min(corner.x(), place.x()), std::min(corner.y(), place.y())};
    const QPointF to = at.isValid() ? at.toPointF() : corner + kBeside * ++m_pasted;
    if (at.isValid()) expectAt(to);
    const std::vector<editor::ItemId> added = m_document->add(tr("Paste"), *fresh);
    m_expected.reset();
    if (added.empty()) return;
    if (own && added.size() == m_copied.size()) {
        Moved moved;
        for (std::size_t i = 0; i < added.size(); ++i) moved.emplace_back(m_keys[added[i]], m_copied[i] - corner + to);
        apply(moved);
    }
    m_document->setSelection(idsOf(added));
}

void CanvasModel::duplicate() {
    if (!m_document || m_document->selection().isEmpty()) return;
    QList<int> ids;
    std::vector<QPointF> places;
    for (const int node : selectedNodes()) {
        ids.append(static_cast<int>(m_graph.nodes[static_cast<std::size_t>(node)].item));
        places.push_back(m_places[static_cast<std::size_t>(node)] + kBeside);
    }
    const auto fresh = withFreshNames(m_document->textOf(ids), m_document->project());
    if (!fresh) return emit refused(fresh.error());
    const auto added = m_document->add(tr("Duplicate %n objects", nullptr, static_cast<int>(ids.size())), *fresh);
    if (added.empty()) return;
    Moved moved;
    for (std::size_t i = 0; i < std::min(added.size(), places.size()); ++i)
        moved.emplace_back(m_keys[added[i]], places[i]);
    apply(moved);
    m_document->setSelection(idsOf(added));
}

void CanvasModel::align(const QString& how) {
    if (!m_document) return;
    std::vector<int> nodes = selectedNodes();
    if (nodes.size() < 2) return;
    QRectF all;
    for (const int node : nodes) all |= placeOf(node);
    std::vector<std::pair<int, QPointF>> to;
    const bool across = how == u"horizontally", down = how == u"vertically";
    if (across || down)
        std::ranges::sort(nodes, {}, [&](int node) { return across ? placeOf(node).x() : placeOf(node).y(); });
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        QRectF place = placeOf(nodes[i]);
        const double share = static_cast<double>(i) / static_cast<double>(nodes.size() - 1);
        if (how == u"left") place.moveLeft(all.left());
        if (how == u"center") place.moveCenter({all.center().x(), place.center().y()});
        if (how == u"right") place.moveRight(all.right());
        if (how == u"top") place.moveTop(all.top());
        if (how == u"middle") place.moveCenter({place.center().x(), all.center().y()});
        if (how == u"bottom") place.moveBottom(all.bottom());
        if (across) place.moveLeft(all.left() + share * (all.width() - place.width()));
        if (down) place.moveTop(all.top() + share * (all.height() - place.height()));
        to.emplace_back(nodes[i], place.topLeft());
    }
    move(to);
}

QString CanvasModel::nameOf(int item) const {
    const int node = m_graph.find(static_cast<editor::ItemId>(item));
    return node < 0 ? QString() : m_graph.nodes[static_cast<std::size_t>(node)].title();
}

QList<int> CanvasModel::search(const QString& text) const {
    const QString wanted = text.trimmed();
    QList<int> first, then;
    if (wanted.isEmpty()) return first;
    for (const CanvasNode& node : m_graph.nodes) {
        if (node.isGhost()) continue;
        const int id = static_cast<int>(node.item);
        if (node.title().startsWith(wanted, Qt::CaseInsensitive))
            first.append(id);
        else if ((node.title() + u' ' + node.kind + u' ' + node.substance).contains(wanted, Qt::CaseInsensitive))
            then.append(id);
    }
    return first + then;
}

}  // namespace armillary::app
