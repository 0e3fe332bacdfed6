#include "file_commands.h"

#include <QCoreApplication>

#include "archive/listing.h"

namespace armillary::app {

namespace {

struct Files {
    Q_DECLARE_TR_FUNCTIONS(Files)
};

// As of ListingExit, with two more.
constexpr int kNoTar = 68, kMayNotWrite = 69;
constexpr qsizetype kMostQuoted = 300;

constexpr const char* kSendScript = R"script(LC_ALL=C; export LC_ALL
command -v tar >/dev/null 2>&1 || exit 68
[ -d "$1" ] || exit 64
cd "$1" || exit 66
how=$2
shift 2
exec tar "$how" - "$@")script";

// What cannot be written at all is known before anything is sent.
constexpr const char* kTakeScript = R"script(LC_ALL=C; export LC_ALL
command -v tar >/dev/null 2>&1 && command -v head >/dev/null 2>&1 || exit 68
[ -d "$1" ] || exit 64
cd "$1" || exit 66
(: >"./.armillary-$$") || exit 69
rm -f "./.armillary-$$"
head -c "$2" | tar -xf -)script";

ExecRequest request(const FilePlace& place, const char* script, const QStringList& arguments, ExecRequest::On on) {
    return {.podPath = place.podPath,
            .container = place.container,
            .command = QStringList{QStringLiteral("sh"), QStringLiteral("-c"), QString::fromLatin1(script),
                                   QStringLiteral("sh"), place.folder} +
                       arguments,
            .what = Files::tr("The command"),
            .on = on};
}

/// The first line that says something.
QString firstLine(std::string_view errors) {
    for (const QString& line : QString::fromUtf8(errors.data(), static_cast<qsizetype>(errors.size())).split(u'\n'))
        if (!line.trimmed().isEmpty()) return line.trimmed().first(std::min(kMostQuoted, line.trimmed().size()));
    return {};
}

QString meaningOf(std::string_view errors) {
    if (errors.contains("No space left on device") || errors.contains("Disk quota exceeded"))
        return Files::tr("There is not enough space in the container.");
    if (errors.contains("Read-only file system")) return Files::tr("The container's file system is read-only here.");
    if (errors.contains("Permission denied") || errors.contains("Operation not permitted"))
        return Files::tr("The container's user may not do that here.");
    if (errors.contains("No such file or directory")) return Files::tr("Something is not there any more.");
    return {};
}

}  // namespace

ExecRequest listFiles(const FilePlace& place) {
    return request(place, kListingScript, {}, ExecRequest::On::Pipe);
}

ExecRequest sendFiles(const FilePlace& place, const QStringList& names, bool followLinks) {
    QStringList arguments{followLinks ? QStringLiteral("-chf") : QStringLiteral("-cf")};
    for (const QString& name : names) arguments << QStringLiteral("./") + name;
    return request(place, kSendScript, arguments, ExecRequest::On::Pipe);
}

ExecRequest takeFiles(const FilePlace& place, std::uint64_t archiveBytes) {
    return request(place, kTakeScript, {QString::number(archiveBytes)}, ExecRequest::On::PipeWithInput);
}

bool hasEndedWell(std::string_view final) {
    return !final.empty() && readExecEnd(final, {}).code == 0;
}

FileProblem fileProblem(std::string_view final, std::string_view errors, const Status& how) {
    if (final.empty()) {
        const QString message = QString::fromStdString(how.message);
        return {message.isEmpty() ? Files::tr("The connection to the container was closed.")
                                  : Files::tr("The connection was lost: %1").arg(message)};
    }
    const ExecEnd end = readExecEnd(final, Files::tr("The command"));
    switch (end.code) {
        case kNoSuchPath:
            return {Files::tr("There is no such folder in the container.")};
        case kNotAFolder:
            return {Files::tr("That is not a folder.")};
        case kMayNotRead:
            return {Files::tr("The container's user may not look into this folder.")};
        case kNoStat:
            return {Files::tr("The image has no stat, with which folders are listed."), true};
        case kNoTar:
            return {Files::tr("The image has no tar, with which files come out and in."), true};
        case kMayNotWrite: {
            const QString meaning = meaningOf(errors);
            return {meaning.isEmpty() ? Files::tr("Nothing can be written to this folder: %1").arg(firstLine(errors))
                                      : meaning};
        }
        default:
            break;
    }
    if (end.missing) return {Files::tr("The image has no shell, which files need to come out and in."), true};
    const QString line = firstLine(errors), meaning = meaningOf(errors);
    if (line.isEmpty()) return {end.sentence};
    return {meaning.isEmpty() ? Files::tr("It failed in the container: %1").arg(line)
                              : Files::tr("%1 It says: %2").arg(meaning, line)};
}

}  // namespace armillary::app
