#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>

#include "archive/packer.h"
#include "archive/unpacker.h"
#include "channel_stream.h"
#include "file_commands.h"

namespace armillary::app {

/// Files on their way out of a container, or into one. What is read and written here is done backstage, a piece at a
/// time, and the next piece is asked for when the last one is done: whoever is slower is waited for, and no more than a
/// few pieces are kept.
class FileTransfer : public QObject {
    Q_OBJECT

public:
    enum State { Running, Done, Failed, Cancelled };
    static constexpr qsizetype kPiece = 256 * 1024;  ///< bytes

    FileTransfer(FilePlace place, QString title, QObject* parent);

    virtual void begin() = 0;
    /// The command in the container ends with its connection.
    void cancel();

    QString title() const { return m_title; }
    QString folder() const { return m_place.folder; }
    State state() const { return m_state; }
    QString message() const { return m_message; }  ///< what there is to say about it; "" while all is well
    bool needsTools() const { return m_needsTools; }
    std::uint64_t bytes() const { return m_bytes; }
    std::uint64_t total() const { return m_total; }  ///< 0 while it is not known

signals:
    void changed();
    /// It does not run any more; state() says how it went.
    void over();

protected:
    /// What came is to be taken.
    virtual void come() = 0;
    virtual void room() {}
    /// The command has ended, well or not.
    virtual void end(bool well, const FileProblem& problem) = 0;
    virtual QString cancelled() const { return {}; }

    void moved(std::uint64_t bytes);
    void finish(State state, const FileProblem& problem = {});

    const FilePlace m_place;
    const QString m_title;
    ChannelStream m_stream{ExecRequest::Output, this};
    std::uint64_t m_total = 0;

private:
    State m_state = Running;
    QString m_message;
    bool m_needsTools = false;
    std::uint64_t m_bytes = 0;
    QTimer m_told;  ///< progress is told now and then
};

/// Out of a container, into a folder of this machine.
class Download final : public FileTransfer {
    Q_OBJECT

public:
    struct Wanted {
        std::map<std::string, std::string> names;  ///< there, and what they are to be called here
        std::string folder;                        ///< here
        bool followLinks = false;
        std::uint64_t bytes = 0;  ///< 0 when it is not known
        std::uint64_t spare = UnpackLimits().spare;
    };
    Download(FilePlace place, QString title, Wanted wanted, QObject* parent);
    void begin() override;

private:
    void come() override;
    void end(bool well, const FileProblem& problem) override;
    void conclude();

    const Wanted m_wanted;
    std::shared_ptr<Unpacker> m_unpacker;  ///< one thread at a time, as one piece is under way at a time
    bool m_isUnpacking = false;
    struct Ending {
        bool well;
        FileProblem problem;
    };
    std::optional<Ending> m_ending;  ///< once the command has ended
};

/// Out of this machine, into a folder of a container.
class Upload final : public FileTransfer {
    Q_OBJECT

public:
    Upload(FilePlace place, QString title, std::vector<std::string> paths, QObject* parent);
    void begin() override;

private:
    void come() override;
    void room() override { send(); }
    void end(bool well, const FileProblem& problem) override;
    QString cancelled() const override;
    void packNext();
    void send();

    const std::vector<std::string> m_paths;
    std::shared_ptr<Packer> m_packer;
    std::string m_piece;  ///< what is being sent
    std::size_t m_sent = 0, m_leftOut = 0;
    bool m_isPacking = false, m_isPacked = false;
};

}  // namespace armillary::app
