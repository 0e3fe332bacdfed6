#include <cstring>

#include "file_transfer.h"

namespace armillary::app {

namespace {

FileProblem inWords(const UnpackFault& fault) {
    using Kind = UnpackFault::Kind;
    const QString path = QString::fromStdString(fault.path);
    switch (fault.kind) {
        case Kind::NotAnArchive:
            return {Download::tr("What the container sent is not an archive.")};
        case Kind::HeaderTooLong:
            return {Download::tr("A name in what the container sent is longer than any name may be.")};
        case Kind::TooMany:
            return {Download::tr("These are more files than are fetched at once.")};
        case Kind::TooDeep:
            return {Download::tr("The folders lie too deep in one another: %1").arg(path)};
        case Kind::NoSpace:
            return {Download::tr("There is not enough space on this machine.")};
        case Kind::Incomplete:
            return {Download::tr("The container stopped sending in the middle of %1.").arg(path)};
        case Kind::System:
            break;
    }
    return {Download::tr("%1 could not be written: %2").arg(path, QString::fromLocal8Bit(std::strerror(fault.error)))};
}

}  // namespace

Download::Download(FilePlace place, QString title, Wanted wanted, QObject* parent)
    : FileTransfer(std::move(place), std::move(title), parent), m_wanted(std::move(wanted)) {
    m_total = m_wanted.bytes;
}

void Download::begin() {
    if (!m_place.cluster) return finish(Failed);
    UnpackLimits limits;
    limits.spare = m_wanted.spare;
    auto unpacker = Unpacker::open(m_wanted.folder, m_wanted.names, limits);
    if (!unpacker) return finish(Failed, inWords(unpacker.error()));
    m_unpacker = std::move(*unpacker);
    QStringList names;
    for (const auto& [name, here] : m_wanted.names) names << QString::fromStdString(name);
    m_stream.start(m_place.cluster, sendFiles(m_place, names, m_wanted.followLinks).target(), ExecRequest::protocols());
}

void Download::come() {
    if (m_isUnpacking || state() != Running || !m_place.cluster) return;
    const QByteArray piece = m_stream.take(kPiece);
    if (piece.isEmpty()) return;
    m_isUnpacking = true;
    m_place.cluster->work(
        this,
        [unpacker = m_unpacker, piece] {
            return unpacker->feed({piece.constData(), static_cast<std::size_t>(piece.size())});
        },
        [this](const Unpacker::Outcome& outcome) {
            m_isUnpacking = false;
            if (state() != Running) return;
            if (!outcome) return finish(Failed, inWords(outcome.error()));
            moved(m_unpacker->bytes());
            if (m_ending)
                conclude();
            else
                come();
        });
}

void Download::end(bool well, const FileProblem& problem) {
    m_ending = Ending{well, problem};
    if (!m_isUnpacking) conclude();
}

void Download::conclude() {
    const auto whole = m_unpacker->finish();
    moved(m_unpacker->bytes());
    if (!m_ending->well) {
        // What tar could not read it says, and goes on.
        if (whole && m_unpacker->made() > 0) m_ending->problem.sentence += u' ' + tr("What could be read has come.");
        return finish(Failed, m_ending->problem);
    }
    if (!whole) return finish(Failed, inWords(whole.error()));
    const auto leftOut = static_cast<int>(m_unpacker->leftOut());
    finish(Done,
           {leftOut > 0 ? tr("%n left out: links that lead elsewhere, devices, or names that may not be", "", leftOut)
                        : QString()});
}

}  // namespace armillary::app
