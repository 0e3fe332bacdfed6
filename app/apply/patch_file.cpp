#include "patch_file.h"

#include <algorithm>

#include "text_diff.h"

namespace armillary::app {

namespace {

constexpr int kContext = 3;

QStringList linesOf(const QJsonObject& object) {
    if (object.isEmpty()) return {};
    QStringList lines = manifestText(object, true).split(u'\n');
    if (lines.last().isEmpty()) lines.removeLast();
    return lines;
}

QString range(int first, int count) {
    // Of nothing, the line before it counts.
    return QStringLiteral("%1,%2").arg(count == 0 ? first : first + 1).arg(count);
}

/// Steps [begin, end) as one hunk; `before` and `after` lines come earlier in the two texts.
QString hunk(const std::vector<DiffStep>& steps, std::size_t begin, std::size_t end, int before, int after,
             const QStringList& old, const QStringList& now) {
    QString text;
    int removed = 0, added = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const DiffStep& step = steps[i];
        const bool adds = step.kind == DiffStep::Kind::Added;
        removed += adds ? 0 : 1;
        added += step.kind == DiffStep::Kind::Removed ? 0 : 1;
        text += QChar(adds ? u'+' : step.kind == DiffStep::Kind::Removed ? u'-' : u' ');
        text += (adds ? now[step.after] : old[step.before]) + u'\n';
    }
    return QStringLiteral("@@ -%1 +%2 @@\n").arg(range(before, removed), range(after, added)) + text;
}

QString hunksOf(const QStringList& old, const QStringList& now) {
    const std::vector<DiffStep> steps = diffLines(old, now).steps;
    const auto isSame = [&](std::size_t at) { return steps[at].kind == DiffStep::Kind::Same; };
    QString text;
    int before = 0, after = 0;  // lines before `counted`
    std::size_t counted = 0;
    for (std::size_t at = 0; at < steps.size();) {
        if (isSame(at)) {
            ++at;
            continue;
        }
        const std::size_t begin = at - std::min<std::size_t>(at - counted, kContext);
        // As long as the next change is near.
        std::size_t end = at, same = 0;
        for (std::size_t i = at; i < steps.size() && same <= 2 * kContext; ++i) {
            same = isSame(i) ? same + 1 : 0;
            if (!isSame(i)) end = i + 1;
        }
        end = std::min(end + kContext, steps.size());
        const auto pass = [&](std::size_t until) {
            for (; counted < until; ++counted) {
                before += steps[counted].kind == DiffStep::Kind::Added ? 0 : 1;
                after += steps[counted].kind == DiffStep::Kind::Removed ? 0 : 1;
            }
        };
        pass(begin);
        text += hunk(steps, begin, end, before, after, old, now);
        pass(end);
        at = end;
    }
    return text;
}

}  // namespace

QString patchOf(const std::vector<ApplyStep>& steps) {
    QString patch;
    for (const ApplyStep& step : steps) {
        if (step.change == ApplyStep::Change::None) continue;
        const QStringList old = linesOf(step.before), now = linesOf(step.after);
        const QString hunks = hunksOf(old, now);
        if (hunks.isEmpty()) continue;
        const QString name =
            (step.place.namespace_.empty() ? QString() : QString::fromStdString(step.place.namespace_) + u'/') +
            QString::fromStdString(step.item.kind + "-" + step.item.name + ".yaml");
        patch += QStringLiteral("--- %1\n+++ b/%2\n")
                     .arg(old.isEmpty() ? QStringLiteral("/dev/null") : QStringLiteral("a/") + name, name);
        patch += hunks;
    }
    return patch;
}

}  // namespace armillary::app
