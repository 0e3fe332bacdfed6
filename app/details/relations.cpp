#include "relations.h"

#include <algorithm>

#include "app/kinds/registry.h"
#include "reference_words.h"

namespace armillary::app {

namespace {

constexpr auto kAgainAfter = std::chrono::seconds(4);

using Section = Reference::Section;
using State = Reference::State;

QString iconOf(const relations::Kind& kind) {
    const std::string apiVersion = kind.group.empty() ? std::string("v1") : kind.group + "/v1";
    const std::string_view icon = kinds::of(apiVersion, kind.name).icon;
    return QString::fromUtf8(icon.data(), static_cast<qsizetype>(icon.size()));
}

bool isBroken(const Reference& row) {
    return row.state == State::Missing || row.state == State::NoKey || row.state == State::Unserved;
}

}  // namespace

Relations::Relations(QObject* parent) : QAbstractListModel(parent) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Relations::ask);
}

void Relations::setActive(bool active) {
    if (std::exchange(m_active, active) == active) return;
    emit activeChanged();
    if (active && m_stale) ask();
}

void Relations::setObject(const ObjectRef& object) {
    const bool same = m_object && object && m_object->uid() == object->uid();
    const bool sameOwners = same && m_object->meta().ownerReferences == object->meta().ownerReferences;
    m_object = object;
    m_stale = object != nullptr;
    if (!same) {
        m_soon.stop();
        m_loading = object != nullptr;
        m_notes.clear();
        beginResetModel();
        m_found = {};
        endResetModel();
        m_ownersFound.clear();
        m_owners.clear();
        emit ownersChanged();
        emit changed();
    }
    if (!object) return;
    if (!sameOwners) askForOwners();
    if (!m_active || m_asking) return;
    if (!same)
        ask();
    else if (!m_soon.isActive())
        m_soon.start(kAgainAfter);
}

void Relations::askForOwners() {
    if (!m_cluster) return;
    m_cluster->ask(
        this,
        [object = m_object, served = m_cluster->discovery().resources](const Reader& reader) {
            return ownersOf(object, ReaderWorld(reader, served, object));
        },
        [this, uid = m_object->uid()](std::vector<Owner> found) {
            if (!m_object || m_object->uid() != uid || found == m_ownersFound) return;
            m_ownersFound = std::move(found);
            m_owners.clear();
            for (const Owner& owner : m_ownersFound)
                m_owners.append(QVariantMap{{"kind", QString::fromStdString(owner.id.kind.name)},
                                            {"name", QString::fromStdString(owner.id.name)},
                                            {"resource", resourceText(owner.id.kind)},
                                            {"key", keyText(owner.id)},
                                            {"icon", iconOf(owner.id.kind)},
                                            {"there", owner.there}});
            emit ownersChanged();
        });
}

void Relations::ask() {
    if (!m_cluster || !m_object || m_asking) return;
    m_asking = true;
    m_stale = false;
    m_cluster->ask(
        this,
        [object = m_object, served = m_cluster->discovery().resources](const Reader& reader) {
            return referencesOf(object, ReaderWorld(reader, served, object));
        },
        [this, uid = m_object->uid()](References found) {
            m_asking = false;
            const bool current = m_object && m_object->uid() == uid;
            if (current) take(std::move(found));
            if (!m_object || !m_active) return;
            if (!current)
                ask();
            else if (m_stale)
                m_soon.start(kAgainAfter);
        });
}

void Relations::take(References found) {
    m_loading = false;
    if (found.rows != m_found.rows) {
        beginResetModel();
        m_found.rows = std::move(found.rows);
        endResetModel();
    }
    m_notes.clear();
    for (const ReaderWorld::Gap& gap : found.gaps)
        if (const QString note = gapText(gap); !m_notes.contains(note)) m_notes << note;
    emit changed();
}

int Relations::broken() const {
    return static_cast<int>(std::ranges::count_if(m_found.rows, isBroken));
}

int Relations::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Relations::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Reference& row = m_found.rows[static_cast<std::size_t>(index.row())];
    const bool openable = row.state == State::There || row.state == State::NoKey || row.state == State::Unknown;
    switch (role) {
        case SectionRole:
            return row.section == Section::Owned      ? QStringLiteral("owned")
                   : row.section == Section::RefersTo ? QStringLiteral("refersTo")
                                                      : QStringLiteral("referredBy");
        case DepthRole:
            return row.depth;
        case RelationRole:
            return row.section == Section::Owned || row.state == State::Rest
                       ? QString()
                       : relationWords(row.relation, row.section == Section::ReferredBy);
        case KindRole:
            return QString::fromStdString(row.other.kind.name);
        case Qt::DisplayRole:
        case NameRole:
            return QString::fromStdString(row.other.name);
        case NamespaceRole:
            return QString::fromStdString(row.other.namespace_);
        case ResourceRole:
            return openable ? resourceText(row.other.kind) : QString();
        case KeyRole:
            return keyText(row.other);
        case IconRole:
            return iconOf(row.other.kind);
        case ToneRole:
            return referenceTone(row);
        case NoteRole:
            return referenceNote(row);
        case MissingRole:
            return isBroken(row);
        case PathRole:
            return QString::fromStdString(row.path);
        default:
            return {};
    }
}

QHash<int, QByteArray> Relations::roleNames() const {
    return {{SectionRole, "section"},   {DepthRole, "depth"}, {RelationRole, "relation"},
            {KindRole, "kind"},         {NameRole, "name"},   {NamespaceRole, "namespaceName"},
            {ResourceRole, "resource"}, {KeyRole, "key"},     {IconRole, "symbol"},
            {ToneRole, "tone"},         {NoteRole, "note"},   {MissingRole, "missing"},
            {PathRole, "path"}};
}

}  // namespace armillary::app
