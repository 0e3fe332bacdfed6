#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "cluster.h"

namespace armillary::app {

/// One object of any kind, live, for as long as it is asked for.
class ObjectWatch : public QObject {
    Q_OBJECT

public:
    explicit ObjectWatch(QObject* parent) : QObject(parent) {}
    ~ObjectWatch() override { stop(); }

    /// Begins with a read; changed() follows with what was found, and with each change after that.
    void start(Cluster* cluster, const client::ApiResource& resource, const std::string& namespace_,
               const std::string& name);
    void stop();

    ObjectRef object() const { return m_object; }

signals:
    /// The object, or null once it has been deleted.
    void changed(const armillary::ObjectRef& object);
    /// It cannot be read; tried again after a while. Not emitted for what is not there.
    void failed(const QString& problem);

private:
    struct Inbox;
    void read();
    void follow(const std::string& resourceVersion);
    void take();
    void again();

    QPointer<Cluster> m_cluster;
    std::string m_path, m_collection, m_name;
    ObjectRef m_object;
    std::shared_ptr<Inbox> m_inbox;  ///< of this start() alone
    std::unique_ptr<client::Stream> m_stream;
};

}  // namespace armillary::app
