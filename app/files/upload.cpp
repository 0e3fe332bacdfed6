#include <cstring>

#include "file_transfer.h"

namespace armillary::app {

namespace {

FileProblem inWords(const PackFault& fault) {
    if (fault.kind == PackFault::Kind::TooMany) return {Upload::tr("These are more files than are sent at once.")};
    return {Upload::tr("%1 could not be read: %2")
                .arg(QString::fromStdString(fault.path), QString::fromLocal8Bit(std::strerror(fault.error)))};
}

}  // namespace

Upload::Upload(FilePlace place, QString title, std::vector<std::string> paths, QObject* parent)
    : FileTransfer(std::move(place), std::move(title), parent), m_paths(std::move(paths)) {}

void Upload::begin() {
    if (!m_place.cluster) return finish(Failed);
    m_place.cluster->work(
        this, [paths = m_paths] { return PackPlan::of(paths); },
        [this](std::expected<PackPlan, PackFault> plan) {
            if (state() != Running || !m_place.cluster) return;
            if (!plan) return finish(Failed, inWords(plan.error()));
            m_total = plan->contentBytes;
            m_leftOut = plan->leftOut;
            const ExecRequest request = takeFiles(m_place, plan->archiveBytes);
            m_packer = std::make_shared<Packer>(std::move(*plan));
            m_stream.start(m_place.cluster, request.target(), ExecRequest::protocols());
        });
}

void Upload::come() {
    // It has nothing to say there.
    while (!m_stream.take(kPiece).isEmpty()) {
    }
}

void Upload::packNext() {
    if (m_isPacking || m_isPacked || !m_place.cluster) return;
    m_isPacking = true;
    m_place.cluster->work(
        this, [packer = m_packer] { return packer->next(kPiece); },
        [this](std::expected<std::string, PackFault> piece) {
            m_isPacking = false;
            if (state() != Running) return;
            if (!piece) return finish(Failed, inWords(piece.error()));
            m_isPacked = piece->empty();
            m_piece = std::move(*piece);
            m_sent = 0;
            moved(m_packer->contentBytes());
            send();
        });
}

void Upload::send() {
    if (state() != Running || m_isPacking) return;
    while (m_sent < m_piece.size()) {
        const std::string_view piece =
            std::string_view(m_piece).substr(m_sent, static_cast<std::size_t>(ChannelStream::kPiece));
        // What is refused goes when what is before it has gone.
        if (!m_stream.send(ExecRequest::Input, piece)) return;
        m_sent += piece.size();
    }
    packNext();
}

void Upload::end(bool well, const FileProblem& problem) {
    if (!well) return finish(Failed, problem);
    if (!m_isPacked && m_sent < m_piece.size()) return finish(Failed, {tr("The container took no more.")});
    QStringList notes;
    if (const auto changed = static_cast<int>(m_packer->changed()); changed > 0)
        notes << tr("%n became shorter while being sent", "", changed);
    if (m_leftOut > 0) notes << tr("%n left out: devices, pipes or sockets", "", static_cast<int>(m_leftOut));
    finish(Done, {notes.join(QStringLiteral("; "))});
}

QString Upload::cancelled() const {
    return tr("What had arrived stays in the container.");
}

}  // namespace armillary::app
