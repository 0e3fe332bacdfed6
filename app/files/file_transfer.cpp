#include "file_transfer.h"

namespace armillary::app {

namespace {

constexpr auto kTellEvery = std::chrono::milliseconds(100);

}  // namespace

FileTransfer::FileTransfer(FilePlace place, QString title, QObject* parent)
    : QObject(parent), m_place(std::move(place)), m_title(std::move(title)) {
    m_told.setSingleShot(true);
    m_told.setInterval(kTellEvery);
    connect(&m_told, &QTimer::timeout, this, &FileTransfer::changed);
    connect(&m_stream, &ChannelStream::came, this, [this] { come(); });
    connect(&m_stream, &ChannelStream::opened, this, [this] { room(); });
    connect(&m_stream, &ChannelStream::drained, this, [this] { room(); });
    connect(&m_stream, &ChannelStream::ended, this, [this](const Status& how) {
        const std::string final = m_stream.aside(ExecRequest::Final);
        end(hasEndedWell(final), fileProblem(final, m_stream.aside(ExecRequest::Errors), how));
    });
    connect(&m_stream, &ChannelStream::refused, this, [this](const Status& why) {
        const ExecEnd end = refusedExec(why.message);
        finish(Failed, {end.sentence, end.missing});
    });
}

void FileTransfer::moved(std::uint64_t bytes) {
    m_bytes = bytes;
    if (!m_told.isActive()) m_told.start();
}

void FileTransfer::cancel() {
    if (m_state == Running) finish(Cancelled, {cancelled()});
}

void FileTransfer::finish(State state, const FileProblem& problem) {
    if (m_state != Running) return;
    m_stream.stop();
    m_told.stop();
    m_state = state;
    m_message = problem.sentence;
    m_needsTools = problem.needsTools;
    emit changed();
    emit over();
}

}  // namespace armillary::app
