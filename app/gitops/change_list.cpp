#include "change_list.h"

#include <algorithm>

#include "apply_effects.h"

namespace armillary::app {

namespace {

using gitops::ApplicationChange;
using gitops::ObjectChange;

QString changeWord(ApplicationChange::Kind kind) {
    switch (kind) {
        case ApplicationChange::Kind::Added:
            return QStringLiteral("added");
        case ApplicationChange::Kind::Removed:
            return QStringLiteral("removed");
        case ApplicationChange::Kind::Changed:
            return QStringLiteral("changed");
        case ApplicationChange::Kind::Unchanged:
            break;
    }
    return {};
}

QString changeWord(ObjectChange::Kind kind) {
    return kind == ObjectChange::Kind::Create   ? QStringLiteral("create")
           : kind == ObjectChange::Kind::Delete ? QStringLiteral("delete")
                                                : QStringLiteral("update");
}

QString placeText(const Object& object) {
    const QString kind = QString::fromStdString(object.kind()), space = QString::fromStdString(object.namespace_());
    return space.isEmpty() ? kind : kind + QStringLiteral(" · ") + space;
}

bool isUnchanged(const ApplicationChange& application) {
    return application.kind == ApplicationChange::Kind::Unchanged;
}

const plan::Impact* gravestOf(const ObjectChange& change) {
    const bool none = change.impact.empty() || change.impact.front().id == plan::impact::kNone;
    return none ? nullptr : &change.impact.front();
}

}  // namespace

void ChangeList::show(std::shared_ptr<const gitops::Preview> preview) {
    beginResetModel();
    m_preview = std::move(preview);
    m_gravest.clear();
    for (const ObjectChange& each : m_preview->objects) {
        const plan::Impact* const impact = app::gravestOf(each);
        const plan::Impact*& gravest = m_gravest[each.application];
        if (impact != nullptr && (gravest == nullptr || plan::gravityOf(impact->id) < plan::gravityOf(gravest->id)))
            gravest = impact;
    }
    if (std::ranges::none_of(m_preview->objects, [this](const ObjectChange& each) {
            return std::ranges::contains(each.impact, m_impact.toStdString(), &plan::Impact::id);
        }))
        m_impact.clear();
    arrange();
    endResetModel();
    emit changed();
}

bool ChangeList::fits(const ObjectChange& change) const {
    if (!m_impact.isEmpty() && !std::ranges::contains(change.impact, m_impact.toStdString(), &plan::Impact::id))
        return false;
    if (m_words.isEmpty()) return true;
    const Object& object = change.object();
    const QString text = QString::fromStdString(object.kind() + ' ' + object.namespace_() + '/' + object.name() + ' ' +
                                                change.application);
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

void ChangeList::arrange() {
    m_rows.clear();
    const bool filtered = !m_impact.isEmpty() || !m_words.isEmpty();
    std::map<std::string_view, std::vector<std::size_t>> objects;
    for (std::size_t at = 0; at < m_preview->objects.size(); ++at)
        if (fits(m_preview->objects[at])) objects[m_preview->objects[at].application].push_back(at);
    const auto& applications = m_preview->applications;
    for (std::size_t at = 0; at < applications.size(); ++at) {
        if (isUnchanged(applications[at])) continue;
        const auto& fitting = objects[applications[at].name];
        if (filtered && fitting.empty()) continue;
        m_rows.push_back({Row::Application, at, fitting.size()});
        if (m_folded.contains(applications[at].name)) continue;
        for (const std::size_t object : fitting) m_rows.push_back({Row::Object, object});
    }
    const auto unchanged = static_cast<std::size_t>(std::ranges::count_if(applications, isUnchanged));
    if (filtered || unchanged == 0) return;
    m_rows.push_back({Row::Unchanged, 0, unchanged});
    if (!m_unchangedShown) return;
    for (std::size_t at = 0; at < applications.size(); ++at)
        if (isUnchanged(applications[at])) m_rows.push_back({Row::UnchangedApplication, at});
}

const ObjectChange* ChangeList::objectAt(int row) const {
    if (row < 0 || row >= count()) return nullptr;
    const Line& line = m_rows[static_cast<std::size_t>(row)];
    return line.kind == Row::Object ? &m_preview->objects[line.at] : nullptr;
}

void ChangeList::setImpact(const QString& id) {
    if (id == m_impact) return;
    beginResetModel();
    m_impact = id;
    arrange();
    endResetModel();
    emit changed();
}

void ChangeList::setSearch(const QString& text) {
    if (text == m_search) return;
    beginResetModel();
    m_search = text;
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    arrange();
    endResetModel();
    emit changed();
}

bool ChangeList::isFolded(int row) const {
    if (row < 0 || row >= count()) return false;
    const Line& line = m_rows[static_cast<std::size_t>(row)];
    switch (line.kind) {
        case Row::Application:
            return m_folded.contains(m_preview->applications[line.at].name);
        case Row::Unchanged:
            return !m_unchangedShown;
        case Row::Object:
        case Row::UnchangedApplication:
            break;
    }
    return false;
}

void ChangeList::setFolded(int row, bool folded) {
    const int parent = parentOf(row);
    if (parent < 0 || isFolded(parent) == folded) return;
    const Line line = m_rows[static_cast<std::size_t>(parent)];
    const auto rowsBelow = [this](int above) {
        const auto isAbove = [](const Line& each) {
            return each.kind == Row::Application || each.kind == Row::Unchanged;
        };
        const auto first = m_rows.begin() + above + 1;
        return static_cast<int>(std::find_if(first, m_rows.end(), isAbove) - first);
    };
    const auto change = [&] {
        if (line.kind == Row::Unchanged)
            m_unchangedShown = !folded;
        else if (folded)
            m_folded.insert(m_preview->applications[line.at].name);
        else
            m_folded.erase(m_preview->applications[line.at].name);
        arrange();
    };
    if (folded) {
        const int below = rowsBelow(parent);
        if (below > 0) beginRemoveRows({}, parent + 1, parent + below);
        change();
        if (below > 0) endRemoveRows();
    } else {
        const auto below = static_cast<int>(line.number);
        if (below > 0) beginInsertRows({}, parent + 1, parent + below);
        change();
        if (below > 0) endInsertRows();
    }
    emit dataChanged(index(parent), index(parent), {FoldedRole});
    emit changed();
}

int ChangeList::parentOf(int row) const {
    if (row < 0 || row >= count()) return -1;
    while (row > 0) {
        const Row kind = m_rows[static_cast<std::size_t>(row)].kind;
        if (kind == Row::Application || kind == Row::Unchanged) break;
        --row;
    }
    return row;
}

QString ChangeList::keyOf(int row) const {
    if (row < 0 || row >= count()) return {};
    const Line& line = m_rows[static_cast<std::size_t>(row)];
    if (line.kind == Row::Unchanged) return QStringLiteral("unchanged");
    if (line.kind != Row::Object) return QString::fromStdString("a " + m_preview->applications[line.at].name);
    const ObjectChange& change = m_preview->objects[line.at];
    const Object& object = change.object();
    return QString::fromStdString("o " + change.application + '\n' + object.apiVersion() + '\n' + object.kind() + '\n' +
                                  object.namespace_() + '\n' + object.name());
}

int ChangeList::rowOf(const QString& key) const {
    for (int row = 0; row < count(); ++row)
        if (keyOf(row) == key) return row;
    return -1;
}

int ChangeList::firstObject() const {
    const auto found = std::ranges::find(m_rows, Row::Object, &Line::kind);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ChangeList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ChangeList::applicationData(const Line& line, int role) const {
    const ApplicationChange& application = m_preview->applications[line.at];
    const auto gravest = m_gravest.find(application.name);
    const QVariantMap impact =
        gravest == m_gravest.end() || gravest->second == nullptr ? QVariantMap() : shownImpact(*gravest->second);
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return QString::fromStdString(application.name);
        case KindRole:
            return line.kind == Row::Application ? QStringLiteral("application") : QStringLiteral("same");
        case ChangeRole:
            return changeWord(application.kind);
        case LabelRole:
            return impact.value(QStringLiteral("label"), QString());
        case ToneRole:
            return impact.value(QStringLiteral("tone"), QString());
        case NumberRole:
            return static_cast<int>(line.number);
        case FoldedRole:
            return m_folded.contains(application.name);
        default:
            return QString();
    }
}

QVariant ChangeList::objectData(const Line& line, int role) const {
    const ObjectChange& change = m_preview->objects[line.at];
    const plan::Impact* const gravest = app::gravestOf(change);
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return QString::fromStdString(change.object().name());
        case KindRole:
            return QStringLiteral("object");
        case ChangeRole:
            return changeWord(change.kind);
        case DetailRole:
            return placeText(change.object());
        case LabelRole:
            return gravest ? shownImpact(*gravest)[QStringLiteral("label")] : QVariant(QString());
        case ToneRole:
            return gravest ? shownImpact(*gravest)[QStringLiteral("tone")] : QVariant(QString());
        case NumberRole:
            return 0;
        case FoldedRole:
            return false;
        default:
            return {};
    }
}

QVariant ChangeList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (role != Qt::DisplayRole && (role < KindRole || role > FoldedRole)) return {};
    const Line& line = m_rows[static_cast<std::size_t>(index.row())];
    if (line.kind == Row::Object) return objectData(line, role);
    if (line.kind != Row::Unchanged) return applicationData(line, role);
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return tr("%n applications do not change", nullptr, static_cast<int>(line.number));
        case KindRole:
            return QStringLiteral("unchanged");
        case NumberRole:
            return static_cast<int>(line.number);
        case FoldedRole:
            return !m_unchangedShown;
        default:
            return QString();
    }
}

QHash<int, QByteArray> ChangeList::roleNames() const {
    return {{KindRole, "kind"},   {TitleRole, "title"}, {ChangeRole, "change"}, {DetailRole, "detail"},
            {LabelRole, "label"}, {ToneRole, "tone"},   {NumberRole, "number"}, {FoldedRole, "folded"}};
}

}  // namespace armillary::app
