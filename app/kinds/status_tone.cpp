#include "status_tone.h"

#include <QSet>

namespace armillary::app::kinds {

namespace {

bool isStatusColumn(const QString& column) {
    static const QSet<QString> kColumns = {"Status", "Phase",  "Ready",     "State",
                                           "Synced", "Health", "Available", "Type"};
    return kColumns.contains(column);
}

Tone toneOfWord(const QString& word) {
    static const QSet<QString> kGood = {"Running", "Ready",       "Active",    "Bound",     "Available",
                                        "True",    "Complete",    "Completed", "Succeeded", "Healthy",
                                        "Synced",  "Established", "Approved"};
    static const QSet<QString> kWaiting = {
        "Pending",     "ContainerCreating", "PodInitializing", "Terminating",        "NotReady",  "Released", "Warning",
        "Progressing", "OutOfSync",         "Waiting",         "SchedulingDisabled", "Suspended", "Unknown"};
    static const QSet<QString> kBad = {"False",     "Failed",  "Error",  "Lost",
                                       "OOMKilled", "Evicted", "Denied", "Degraded"};
    if (kGood.contains(word)) return Tone::Good;
    if (kWaiting.contains(word)) return Tone::Warning;
    if (kBad.contains(word) || word.endsWith(u"BackOff") || word.startsWith(u"Err") || word.endsWith(u"Error") ||
        word.startsWith(u"Invalid") || word.startsWith(u"ImageInspect"))
        return Tone::Bad;
    return Tone::None;
}

}  // namespace

Tone toneOfCell(const QString& column, const QString& text) {
    if (!isStatusColumn(column) || text.isEmpty()) return Tone::None;
    // "2/3": all, some or none of what is wanted.
    if (const qsizetype slash = text.indexOf(u'/'); slash > 0) {
        bool partly = false, wholly = false;
        const int part = text.first(slash).toInt(&partly), whole = text.sliced(slash + 1).toInt(&wholly);
        if (partly && wholly) return part >= whole ? Tone::None : part > 0 ? Tone::Warning : Tone::Bad;
    }
    // "Ready,SchedulingDisabled", "Init:CrashLoopBackOff": the worst word counts.
    Tone worst = Tone::None;
    const auto weight = [](Tone tone) {
        return tone == Tone::Bad ? 3 : tone == Tone::Warning ? 2 : tone == Tone::Good ? 1 : 0;
    };
    for (QString word : QString(text).replace(u':', u',').split(u','))
        if (const Tone tone = toneOfWord(word.trimmed()); weight(tone) > weight(worst)) worst = tone;
    return worst;
}

}  // namespace armillary::app::kinds
