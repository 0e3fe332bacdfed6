#include "key_map.h"

#include <QKeySequence>
#include <QSettings>
#include <algorithm>
#include <map>

namespace armillary::app {

namespace {

const QString kPage = QStringLiteral("page.");

/// What k9s has for the same. Its / : ? are ours anyway.
const std::map<QString, QStringList>& k9sKeys() {
    static const std::map<QString, QStringList> keys = {
        {"back", {"[", "Alt+Left"}}, {"forward", {"]", "Alt+Right"}}, {"swap", {"-", "Ctrl+Tab"}}};
    return keys;
}

QString settingsKey(const QString& id) {
    return QStringLiteral("keys/") + id;
}

/// A sign that a layout has only with Shift arrives with it; one that has it without arrives without.
QStringList expanded(const QString& sequence) {
    const QString sign = sequence.startsWith(QLatin1String("Shift+")) ? sequence.mid(6) : sequence;
    if (sign.size() != 1 || sign[0].isLetterOrNumber() || sign[0].isSpace()) return {sequence};
    return {sign, QStringLiteral("Shift+") + sign};
}

}  // namespace

KeyMap::KeyMap(QObject* parent) : QAbstractListModel(parent) {
    const QString everywhere = tr("Everywhere"), table = tr("In a table");
    const auto own = [&](const char* id, const QString& name, QStringList keys) {
        m_entries.push_back({QString::fromLatin1(id), name, everywhere, keys, keys, {}, false});
    };
    own("palette", tr("Go to or do"), {"Ctrl+K", "Ctrl+Shift+P"});
    own("command", tr("Go to a kind, as in k9s: :deploy, :ns shop"), expanded(":"));
    own("search", tr("Search: a page's own filter, or everything"), expanded("/"));
    own("keys", tr("All keys"), expanded("?") << QStringLiteral("F1"));
    own("back", tr("Back"), {"Alt+Left", "Back"});
    own("forward", tr("Forward"), {"Alt+Right", "Forward"});
    own("swap", tr("Where I was before, and here again"), {"Ctrl+Tab"});
    own("newManifest", tr("New from YAML"), {"Ctrl+N"});
    own("undo", tr("Undo the last change"), {"Ctrl+Z"});
    own("dock", tr("Show or hide the dock"), {"Ctrl+J"});
    own("theme", tr("Dark or light"), {"Ctrl+T"});
    own("quit", tr("Close the window"), {"Ctrl+Q"});
    const auto fixed = [&](const QString& group, const char* id, const QString& text, const QString& name,
                           QStringList keys) {
        m_entries.push_back({QString::fromLatin1(id), name, group, keys, keys, text, true});
    };
    fixed(everywhere, "close", tr("Esc"), tr("Close what is open"), {"Esc"});
    fixed(table, "move", tr("↑ ↓  j k"), tr("Move"), {"Up", "Down", "J", "K", "PgUp", "PgDown", "Ctrl+F", "Ctrl+B"});
    fixed(table, "ends", tr("g  G"), tr("First, last"), {"G", "Shift+G", "Home", "End"});
    fixed(table, "open", tr("Enter"), tr("Open"), {"Return", "Enter"});
    fixed(table, "select", tr("Space"), tr("Select"), {"Space"});
    fixed(table, "selectTo", tr("Ctrl+Space"), tr("Select up to here"), {"Ctrl+Space"});
    fixed(table, "selectAll", tr("Ctrl+A"), tr("Select all"), {"Ctrl+A"});
    fixed(table, "menu", tr("Menu"), tr("What can be done"), {"Menu"});
    fixed(table, "logs", tr("L  P"), tr("Logs, logs of the previous run"), {"L", "P"});
    fixed(table, "details", tr("D"), tr("Details"), {"D"});
    fixed(table, "yaml", tr("Y  E"), tr("YAML, edit it"), {"Y", "E"});
    fixed(table, "shell", tr("S"), tr("Shell of a pod or a node; scale a workload"), {"S"});
    fixed(table, "files", tr("T"), tr("Files of a pod"), {"T"});
    fixed(table, "forwardPort", tr("Shift+F"), tr("Forward a port"), {"Shift+F"});
    fixed(table, "restart", tr("R"), tr("Restart; drain a node"), {"R"});
    fixed(table, "cordon", tr("C  U"), tr("Cordon, uncordon a node"), {"C", "U"});
    fixed(table, "delete", tr("Ctrl+D"), tr("Delete"), {"Ctrl+D", "Del"});
    for (Entry& entry : m_entries)
        if (!entry.fixed) entry.now = QSettings().value(settingsKey(entry.id), entry.standard).toStringList();
}

void KeyMap::setPages(const QVariantList& pages) {
    if (pages == m_pages) return;
    m_pages = pages;
    beginResetModel();
    std::erase_if(m_entries, [](const Entry& entry) { return entry.id.startsWith(kPage); });
    auto at = std::ranges::find_if(m_entries, &Entry::fixed);
    for (const QVariant& value : pages) {
        const QVariantMap page = value.toMap();
        const QString id = kPage + page["id"].toString(), keys = page["shortcut"].toString();
        const QStringList standard = keys.isEmpty() ? QStringList() : QStringList{keys};
        at = m_entries.insert(at, {id,
                                   page["name"].toString(),
                                   tr("Everywhere"),
                                   standard,
                                   QSettings().value(settingsKey(id), standard).toStringList(),
                                   {},
                                   false}) +
             1;
    }
    endResetModel();
    emit pagesChanged();
    emit changed();
}

KeyMap::Entry* KeyMap::find(const QString& id) {
    const auto found = std::ranges::find(m_entries, id, &Entry::id);
    return found == m_entries.end() ? nullptr : &*found;
}

QVariantMap KeyMap::current() const {
    QVariantMap map;
    for (const Entry& entry : m_entries) map[entry.id] = entry.now;
    return map;
}

QString KeyMap::textOf(const Entry& entry, const QStringList& sequences) {
    if (entry.fixed) return entry.text;
    return sequences.isEmpty() ? QString() : QKeySequence(sequences.front()).toString(QKeySequence::NativeText);
}

QVariantMap KeyMap::texts() const {
    QVariantMap map;
    for (const Entry& entry : m_entries) map[entry.id] = textOf(entry, entry.now);
    return map;
}

QString KeyMap::sequenceOf(int key, int modifiers) {
    for (const Qt::Key alone :
         {Qt::Key_Shift, Qt::Key_Control, Qt::Key_Alt, Qt::Key_Meta, Qt::Key_AltGr, Qt::Key_CapsLock, Qt::Key_NumLock,
          Qt::Key_Super_L, Qt::Key_Super_R, Qt::Key_unknown, Qt::Key(0)})
        if (key == alone) return {};
    constexpr Qt::KeyboardModifiers kCount =
        Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    const auto held = Qt::KeyboardModifiers(modifiers) & kCount;
    return QKeySequence(QKeyCombination(held, static_cast<Qt::Key>(key))).toString(QKeySequence::PortableText);
}

bool KeyMap::matches(const QString& id, int key, int modifiers) const {
    const Entry* entry = find(id);
    return entry && entry->now.contains(sequenceOf(key, modifiers));
}

const KeyMap::Entry* KeyMap::holder(const QString& id, const QStringList& sequences) const {
    const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) {
        return entry.id != id &&
               std::ranges::any_of(sequences, [&](const QString& sequence) { return entry.now.contains(sequence); });
    });
    return found == m_entries.end() ? nullptr : &*found;
}

QVariantMap KeyMap::conflict(const QString& id, const QString& sequence) const {
    const Entry* other = holder(id, expanded(sequence));
    if (!other) return {};
    return {{"id", other->id}, {"name", other->name}, {"fixed", other->fixed}};
}

void KeyMap::put(Entry& entry, const QStringList& sequences) {
    entry.now = sequences;
    if (sequences == entry.standard)
        QSettings().remove(settingsKey(entry.id));
    else
        QSettings().setValue(settingsKey(entry.id), sequences);
    const QModelIndex at = index(static_cast<int>(&entry - m_entries.data()));
    emit dataChanged(at, at, {KeysRole, CustomRole});
}

bool KeyMap::set(const QString& id, const QString& sequence) {
    Entry* entry = find(id);
    if (!entry || entry->fixed || sequence.isEmpty() || holder(id, expanded(sequence))) return false;
    put(*entry, expanded(sequence));
    emit changed();
    return true;
}

bool KeyMap::take(const QString& id, const QString& sequence) {
    while (const Entry* other = holder(id, expanded(sequence))) {
        if (other->fixed) return false;
        QStringList left = other->now;
        for (const QString& taken : expanded(sequence)) left.removeAll(taken);
        put(*find(other->id), left);
    }
    return set(id, sequence);
}

void KeyMap::reset(const QString& id) {
    Entry* entry = find(id);
    if (!entry || entry->fixed) return;
    // What has one of its keys now keeps it.
    QStringList free = entry->standard;
    free.removeIf([&](const QString& sequence) { return holder(id, {sequence}) != nullptr; });
    put(*entry, free);
    emit changed();
}

void KeyMap::usePreset(const QString& preset) {
    for (Entry& entry : m_entries) {
        if (entry.fixed) continue;
        const auto own = k9sKeys().find(entry.id);
        put(entry, preset == QLatin1String("k9s") && own != k9sKeys().end() ? own->second : entry.standard);
    }
    emit changed();
}

int KeyMap::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant KeyMap::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return entry.name;
        case IdRole:
            return entry.id;
        case GroupRole:
            return entry.group;
        case KeysRole:
            return textOf(entry, entry.now);
        case DefaultRole:
            return textOf(entry, entry.standard);
        case CustomRole:
            return entry.now != entry.standard;
        case FixedRole:
            return entry.fixed;
        default:
            return {};
    }
}

QHash<int, QByteArray> KeyMap::roleNames() const {
    return {{IdRole, "keyId"},         {NameRole, "name"},     {GroupRole, "group"}, {KeysRole, "keys"},
            {DefaultRole, "standard"}, {CustomRole, "custom"}, {FixedRole, "fixed"}};
}

}  // namespace armillary::app
