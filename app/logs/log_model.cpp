#include "log_model.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QSaveFile>
#include <algorithm>

namespace armillary::app {

namespace {

// Beyond this many places a batch of late lines is not inserted at each, but all is shown anew.
constexpr std::size_t kMostPlaces = 32;
// A row draws no more; copying and saving have all of it.
constexpr qsizetype kLongestShown = 4000;

bool isEarlier(const LogLineRef& left, const LogLineRef& right) {
    return left->time < right->time;
}

/// Adds lines, sorted by time, to lines sorted by time. Those of the same time come last.
void merge(std::deque<LogLineRef>& into, const std::vector<LogLineRef>& lines) {
    const auto size = static_cast<std::ptrdiff_t>(into.size());
    const auto from = std::ranges::upper_bound(into, lines.front(), isEarlier) - into.begin();
    into.insert(into.end(), lines.begin(), lines.end());
    if (from < size) std::inplace_merge(into.begin() + from, into.begin() + size, into.end(), isEarlier);
}

QString write(const std::deque<LogLineRef>& lines, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return file.errorString();
    for (const LogLineRef& line : lines) {
        const QString text =
            logTimeText(line->time) + u' ' + line->pod + u'/' + line->container + u' ' + line->raw + u'\n';
        if (file.write(text.toUtf8()) < 0) return file.errorString();
    }
    return file.commit() ? QString() : file.errorString();
}

}  // namespace

void LogModel::setSource(LogSource* source) {
    if (m_source == source) return;
    if (m_source) m_source->disconnect(this);
    m_source = source;
    if (m_source) {
        connect(m_source, &LogSource::arrived, this, &LogModel::add);
        connect(m_source, &LogSource::restarted, this, &LogModel::clear);
    }
    clear();
    emit sourceChanged();
}

void LogModel::setLimit(int lines) {
    if (m_limit == lines) return;
    m_limit = std::max(1, lines);
    trim();
    emit limitChanged();
    emit countsChanged();
}

void LogModel::setFilter(const QString& text) {
    if (m_filterText == text) return;
    m_filterText = text;
    m_filter = LogFilter::parse(text);
    refilter();
}

void LogModel::setSeverity(const QString& least) {
    Severity wanted = Severity::None;
    for (const Severity severity : {Severity::Debug, Severity::Info, Severity::Warning, Severity::Error})
        if (severityName(severity) == least) wanted = severity;
    if (m_severity == wanted) return;
    m_severity = wanted;
    refilter();
}

void LogModel::setMatchColor(const QColor& color) {
    if (m_matchColor == color) return;
    m_matchColor = color;
    if (!m_shown.empty()) emit dataChanged(index(0), index(count() - 1), {MarkupRole});
    emit filterChanged();
}

bool LogModel::shows(const LogLine& line) const {
    return line.severity >= m_severity && (m_filter.matchesEverything() || m_filter.matches(line.text));
}

void LogModel::refilter() {
    beginResetModel();
    m_shown.clear();
    m_widest = 0;
    for (const LogLineRef& line : m_lines) {
        if (!shows(*line)) continue;
        m_shown.push_back(line);
        m_widest = std::max(m_widest, std::min(line->text.size(), kLongestShown));
    }
    endResetModel();
    emit filterChanged();
    emit countsChanged();
    emit selectionChanged();
}

void LogModel::add(std::vector<LogLineRef> lines, qint64 lost) {
    m_dropped += lost;
    if (!lines.empty()) {
        std::ranges::stable_sort(lines, isEarlier);
        std::vector<LogLineRef> shown;
        for (const LogLineRef& line : lines) {
            m_characters += line->raw.size();
            m_errors += line->severity == Severity::Error;
            if (!m_pods.contains(line->pod)) m_pods.insert(line->pod, static_cast<int>(m_pods.size()));
            if (shows(*line)) shown.push_back(line);
        }
        merge(m_lines, lines);
        if (!shown.empty()) show(std::move(shown));
        trim();
    }
    emit countsChanged();
}

/// Inserts at as few places as there are; nearly always the one at the end.
void LogModel::show(std::vector<LogLineRef> lines) {
    for (const LogLineRef& line : lines) m_widest = std::max(m_widest, std::min(line->text.size(), kLongestShown));
    struct Place {
        std::ptrdiff_t row;
        std::size_t from, to;  // of `lines`
    };
    std::vector<Place> places;
    for (std::size_t from = 0; from < lines.size() && places.size() <= kMostPlaces;) {
        const auto next = std::ranges::upper_bound(m_shown, lines[from], isEarlier);
        std::size_t to = lines.size();
        if (next != m_shown.end())
            to = static_cast<std::size_t>(
                std::lower_bound(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(), *next, isEarlier) -
                lines.begin());
        places.push_back({.row = next - m_shown.begin(), .from = from, .to = to});
        from = to;
    }
    if (places.size() > kMostPlaces) {
        beginResetModel();
        merge(m_shown, lines);
        endResetModel();
        emit selectionChanged();
        return;
    }
    // From behind, so that the places in front stay where they are.
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        const int row = static_cast<int>(place->row);
        beginInsertRows({}, row, row + static_cast<int>(place->to - place->from) - 1);
        m_shown.insert(m_shown.begin() + place->row, lines.begin() + static_cast<std::ptrdiff_t>(place->from),
                       lines.begin() + static_cast<std::ptrdiff_t>(place->to));
        endInsertRows();
    }
}

void LogModel::trim() {
    std::size_t gone = 0, hidden = 0;
    while (m_lines.size() - gone > static_cast<std::size_t>(m_limit) || m_characters > kMostCharacters) {
        const LogLineRef& line = m_lines[gone++];
        m_characters -= line->raw.size();
        m_errors -= line->severity == Severity::Error;
        if (hidden < m_shown.size() && m_shown[hidden] == line) ++hidden;
    }
    if (gone == 0) return;
    m_dropped += static_cast<qint64>(gone);
    if (hidden > 0) {
        beginRemoveRows({}, 0, static_cast<int>(hidden) - 1);
        m_shown.erase(m_shown.begin(), m_shown.begin() + static_cast<std::ptrdiff_t>(hidden));
        endRemoveRows();
        emit selectionChanged();
    }
    m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(gone));
}

void LogModel::clear() {
    beginResetModel();
    m_lines.clear();
    m_shown.clear();
    m_pods.clear();
    m_characters = m_widest = 0;
    m_errors = 0;
    m_dropped = 0;
    endResetModel();
    emit countsChanged();
    emit selectionChanged();
}

std::pair<int, int> LogModel::selection() const {
    // An end that has been dropped leaves what is kept of the rest.
    if (!m_current.isValid()) return {0, -1};
    const int anchor = m_anchor.isValid() ? m_anchor.row() : 0;
    return std::minmax(anchor, m_current.row());
}

int LogModel::selectedCount() const {
    const auto [first, last] = selection();
    return last - first + 1;
}

void LogModel::select(int row, bool extend) {
    if (row < 0 || row >= count()) return;
    m_current = index(row);
    if (!extend || !m_anchor.isValid()) m_anchor = m_current;
    emit dataChanged(index(0), index(count() - 1), {SelectedRole});
    emit selectionChanged();
}

void LogModel::selectAll() {
    select(0, false);
    select(count() - 1, true);
}

QString LogModel::selectedText() const {
    QString text;
    const auto [first, last] = selection();
    for (int row = first; row <= last; ++row) text += m_shown[static_cast<std::size_t>(row)]->raw + u'\n';
    if (first == last) text.chop(1);
    return text;
}

void LogModel::copySelected() const {
    if (selectedCount() > 0) QGuiApplication::clipboard()->setText(selectedText());
}

void LogModel::save(const QUrl& file) {
    if (!m_source || !m_source->cluster()) return;
    m_source->cluster()->ask(
        this, [lines = m_shown, path = file.toLocalFile()](const Reader&) { return write(lines, path); },
        [this](const QString& problem) { emit saved(problem); });
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LogLine& line = *m_shown[static_cast<std::size_t>(index.row())];
    const auto cut = [&] {
        return line.text.size() > kLongestShown ? line.text.first(kLongestShown) + u'…' : line.text;
    };
    switch (role) {
        case Qt::DisplayRole:
        case TextRole:
            return cut();
        case MarkupRole:
            return m_filter.matchesEverything() ? QString() : m_filter.markup(cut(), m_matchColor.name());
        case PodRole:
            return line.pod;
        case ContainerRole:
            return line.container;
        case TimeRole:
            return QDateTime::fromMSecsSinceEpoch(line.time / 1'000'000).toString(QStringLiteral("MM-dd HH:mm:ss.zzz"));
        case SeverityRole:
            return severityName(line.severity);
        case PodIndexRole:
            return m_pods.value(line.pod);
        case JsonRole:
            return line.isJson;
        case SelectedRole: {
            const auto [first, last] = selection();
            return index.row() >= first && index.row() <= last;
        }
        default:
            return {};
    }
}

QHash<int, QByteArray> LogModel::roleNames() const {
    return {{TextRole, "text"},           {MarkupRole, "markup"},     {PodRole, "pod"},
            {ContainerRole, "container"}, {TimeRole, "time"},         {SeverityRole, "severity"},
            {JsonRole, "json"},           {PodIndexRole, "podIndex"}, {SelectedRole, "selected"}};
}

}  // namespace armillary::app
