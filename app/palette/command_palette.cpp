#include "command_palette.h"

#include <algorithm>

#include "fuzzy.h"

namespace armillary::app {

namespace {
constexpr std::size_t kMostShown = 50;
}  // namespace

void CommandPalette::setText(const QString& text) {
    if (m_text == text) return;
    m_text = text;
    emit textChanged();
    search();
}

void CommandPalette::setKinds(ResourceIndex* kinds) {
    if (m_kinds == kinds) return;
    if (m_kinds) m_kinds->disconnect(this);
    m_kinds = kinds;
    if (m_kinds) connect(m_kinds, &ResourceIndex::countChanged, this, &CommandPalette::search);
    emit sourcesChanged();
    search();
}

void CommandPalette::setCommands(const QVariantList& commands) {
    m_commands = commands;
    emit sourcesChanged();
    search();
}

void CommandPalette::setNamespaces(const QStringList& namespaces) {
    m_namespaces = namespaces;
    emit sourcesChanged();
    search();
}

void CommandPalette::setContexts(const QStringList& contexts) {
    m_contexts = contexts;
    emit sourcesChanged();
    search();
}

std::vector<CommandPalette::Entry> CommandPalette::everything() const {
    std::vector<Entry> entries;
    for (const QVariant& command : m_commands) {
        const QVariantMap map = command.toMap();
        entries.push_back({.type = map["type"].toString(),
                           .id = map["id"].toString(),
                           .title = map["title"].toString(),
                           .subtitle = map["subtitle"].toString(),
                           .keys = map["keys"].toString(),
                           .icon = map["icon"].toString()});
    }
    if (m_kinds)
        for (const ResourceIndex::Entry& kind : m_kinds->entries())
            entries.push_back({.type = "resource",
                               .id = kind.id,
                               .title = kind.title,
                               .subtitle = kind.group.isEmpty() ? kind.shortNames
                                                                : kind.group + QStringLiteral("  ") + kind.shortNames,
                               .icon = kind.icon});
    for (const QString& name : m_namespaces)
        entries.push_back(
            {.type = "namespace", .id = name, .title = name, .subtitle = tr("namespace"), .icon = "label"});
    for (const QString& name : m_contexts)
        entries.push_back({.type = "context", .id = name, .title = name, .subtitle = tr("context"), .icon = "cluster"});
    return entries;
}

/// What a line that begins with a colon means, the likeliest first.
std::vector<CommandPalette::Entry> CommandPalette::spoken(const QStringList& words) const {
    const QString verb = words.value(0), argument = words.value(1);
    std::vector<Entry> entries;
    const auto offer = [&](const QString& type, const QStringList& names, const char* icon) {
        for (const QString& name : names)
            if (const int score = fuzzyScore(argument, name); score > 0)
                entries.push_back(
                    {.type = type, .id = name, .title = name, .subtitle = type, .icon = icon, .score = score});
    };
    if (verb == u"ns" && words.size() > 1) offer("namespace", m_namespaces, "label");
    if (verb == u"ctx") offer("context", m_contexts, "cluster");
    if (!entries.empty() || !m_kinds) return entries;
    const QString exact = m_kinds->idOf(verb);
    for (const ResourceIndex::Entry& kind : m_kinds->entries()) {
        const int score =
            kind.id == exact ? 10'000 : std::max(fuzzyScore(verb, kind.plural), fuzzyScore(verb, kind.title));
        if (score == 0) continue;
        entries.push_back({.type = "resource",
                           .id = kind.id,
                           .title = argument.isEmpty() ? kind.title : tr("%1 in %2").arg(kind.title, argument),
                           .subtitle = kind.group,
                           .icon = kind.icon,
                           .argument = argument,
                           .score = score});
    }
    return entries;
}

void CommandPalette::search() {
    std::vector<Entry> found;
    if (m_text.startsWith(u':')) {
        found = spoken(m_text.sliced(1).split(u' ', Qt::SkipEmptyParts));
    } else {
        const QString typed = m_text.trimmed();
        for (Entry& entry : everything()) {
            entry.score = std::max(fuzzyScore(typed, entry.title), fuzzyScore(typed, entry.subtitle) / 2);
            // Nothing typed: what one is most likely to want, not 80 kinds.
            if (typed.isEmpty() && entry.type != u"page" && entry.type != u"command" && entry.type != u"action")
                continue;
            if (entry.score > 0) found.push_back(std::move(entry));
        }
    }
    std::ranges::stable_sort(found, std::greater(), &Entry::score);
    if (found.size() > kMostShown) found.resize(kMostShown);
    beginResetModel();
    m_shown = std::move(found);
    endResetModel();
    emit countChanged();
}

void CommandPalette::choose(int row) {
    if (row < 0 || row >= count()) return;
    const Entry entry = m_shown[static_cast<std::size_t>(row)];
    emit chosen(entry.type, entry.id, entry.argument);
}

int CommandPalette::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CommandPalette::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Entry& entry = m_shown[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return entry.title;
        case SubtitleRole:
            return entry.subtitle;
        case TypeRole:
            return entry.type;
        case KeysRole:
            return entry.keys;
        case IconRole:
            return entry.icon;
        default:
            return {};
    }
}

QHash<int, QByteArray> CommandPalette::roleNames() const {
    return {
        {TitleRole, "title"}, {SubtitleRole, "subtitle"}, {TypeRole, "type"}, {KeysRole, "keys"}, {IconRole, "symbol"}};
}

}  // namespace armillary::app
