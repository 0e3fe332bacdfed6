<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ActionDialog</name>
    <message>
        <source>Looking at the cluster…</source>
        <translation>正在查看集群…</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>变更内容</translation>
    </message>
    <message>
        <source>It owns</source>
        <translation>它拥有</translation>
    </message>
    <message>
        <source>What else goes</source>
        <translation>还会一并消失的对象</translation>
    </message>
    <message>
        <source>Type %1 to go on.</source>
        <translation>请输入 %1 以继续。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ActionMenu</name>
    <message>
        <source>This context is production and locked. Unlock it to change anything.</source>
        <translation>此上下文是生产环境且已锁定。解锁后才能更改。</translation>
    </message>
    <message>
        <source>Reading it…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
</context>
<context>
    <name>AppearanceSettings</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Black and white grounds, stronger colours and lines.</source>
        <translation>黑色或白色背景，颜色和线条更醒目。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Of everything in the window.</source>
        <translation>窗口中所有内容的大小。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>What changes is there at once.</source>
        <translation>变化立即呈现，不带动画。</translation>
    </message>
</context>
<context>
    <name>ApplyReview</name>
    <message>
        <source>Objects of the manifest</source>
        <translation>清单中的对象</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save as patch file…</source>
        <translation>另存为补丁文件…</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>This context is production and locked. The cluster has not been asked what it makes of this: what is shown is what is to be expected.</source>
        <translation>此上下文是生产环境且已锁定。尚未询问集群会如何处理：显示的是预期结果。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>以及另外 %n 条。</numerusform>
        </translation>
    </message>
    <message>
        <source>Working out what this does to what runs…</source>
        <translation>正在分析对运行中内容的影响…</translation>
    </message>
    <message>
        <source>Not all could be looked at: %1.</source>
        <translation>未能查看全部内容：%1。</translation>
    </message>
    <message>
        <source>Save as patch file</source>
        <translation>另存为补丁文件</translation>
    </message>
    <message>
        <source>Differences (*.patch *.diff)</source>
        <translation>差异 (*.patch *.diff)</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml)</source>
        <translation>清单 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Commit to a branch…</source>
        <translation>提交到分支…</translation>
    </message>
</context>
<context>
    <name>ApplyTexts</name>
    <message>
        <source>Object %1: %2</source>
        <translation>对象 %1：%2</translation>
    </message>
    <message>
        <source>It is larger than 3 MiB.</source>
        <translation>它大于 3 MiB。</translation>
    </message>
    <message>
        <source>%1 is there twice.</source>
        <translation>%1 出现了两次。</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>应用 %1</translation>
    </message>
    <message>
        <source>Delete %1 again</source>
        <translation>重新删除 %1</translation>
    </message>
    <message>
        <source>Take back what was applied to %1</source>
        <translation>撤销对 %1 的应用</translation>
    </message>
    <message>
        <source>There is no object in it.</source>
        <translation>其中没有对象。</translation>
    </message>
    <message>
        <source>There are %1 objects; more than %2 are not applied at once.</source>
        <translation>共有 %1 个对象；一次最多应用 %2 个。</translation>
    </message>
    <message>
        <source>Its definition comes with this manifest.</source>
        <translation>其定义随此清单一起提供。</translation>
    </message>
    <message>
        <source>Its namespace comes with this manifest.</source>
        <translation>其名字空间随此清单一起提供。</translation>
    </message>
    <message>
        <source>%1 cannot be read, so that applying it is not taken back by undo.</source>
        <translation>无法读取 %1，因此撤销不会收回对它的应用。</translation>
    </message>
    <message>
        <source>Undo deletes %1 with everything that has come into it by then.</source>
        <translation>撤销会删除 %1，连同届时其中的所有内容。</translation>
    </message>
    <message>
        <source>Undo deletes %1 with all objects of that kind.</source>
        <translation>撤销会删除 %1，连同此类别的所有对象。</translation>
    </message>
    <message>
        <source>Undo deletes %1; what it has done by then stays done.</source>
        <translation>撤销会删除 %1；届时它已完成的操作不会还原。</translation>
    </message>
    <message>
        <source>Undo deletes %1, and with it what has been written to it by then.</source>
        <translation>撤销会删除 %1，连同届时写入其中的数据。</translation>
    </message>
    <message>
        <source>Undo deletes %1; the claims that it has made by then stay.</source>
        <translation>撤销会删除 %1；届时它已创建的申领会保留。</translation>
    </message>
    <message>
        <source>The claims of the pods that %1 ends are deleted; undo does not bring their data back.</source>
        <translation>%1 所终止的 Pod 的申领会被删除；撤销无法恢复其数据。</translation>
    </message>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n 个字段归他人所有。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApplyView</name>
    <message>
        <source>Web service</source>
        <translation>Web 服务</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Cron job</source>
        <translation>CronJob</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>What names no namespace goes to %1</source>
        <translation>未指定名字空间的对象将放入 %1</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>返回文本</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>检查…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Write or paste YAML, drop a file on the window, or start from</source>
        <translation>编写或粘贴 YAML，将文件拖到窗口上，或从以下内容开始</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>第 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>Open a manifest</source>
        <translation>打开清单</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml *.json)</source>
        <translation>清单 (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>This context is production and locked: what is written here can be reviewed and saved as a patch, not applied.</source>
        <translation>此上下文是生产环境且已锁定：此处编写的内容可以检查并另存为补丁，但不能应用。</translation>
    </message>
</context>
<context>
    <name>BranchSheet</name>
    <message>
        <source>Commit to a branch</source>
        <translation>提交到分支</translation>
    </message>
    <message>
        <source>Looking at the repository…</source>
        <translation>正在查看仓库…</translation>
    </message>
    <message>
        <source>Committing…</source>
        <translation>正在提交…</translation>
    </message>
    <message>
        <source>Pushing %1…</source>
        <translation>正在推送 %1…</translation>
    </message>
    <message>
        <source>Commit %1 is on %2, and pushed.</source>
        <translation>提交 %1 已在 %2 上，并已推送。</translation>
    </message>
    <message>
        <source>Commit %1 is on %2, on this machine alone.</source>
        <translation>提交 %1 在 %2 上，仅在本机。</translation>
    </message>
    <message>
        <source>In %1, by %2. What is not saved is committed as it stands in the editor; the files on the disk and what is checked out stay as they are.</source>
        <translation>在 %1 中，由 %2 提交。未保存的内容按编辑器中的样子提交；磁盘上的文件和已检出的内容保持不变。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Name of the branch</source>
        <translation>分支名称</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Message of the commit</source>
        <translation>提交说明</translation>
    </message>
    <message>
        <source>What it contains</source>
        <translation>包含的内容</translation>
    </message>
    <message>
        <source>Files of the commit</source>
        <translation>提交的文件</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1（新）</translation>
    </message>
    <message>
        <source>Push it to</source>
        <translation>推送到</translation>
    </message>
    <message>
        <source>It can be pushed to</source>
        <translation>可推送到</translation>
    </message>
    <message>
        <source>Where it is pushed to</source>
        <translation>推送目标</translation>
    </message>
    <message>
        <source>Your git signs commits; this one is not signed.</source>
        <translation>您的 git 会签名提交；此提交未签名。</translation>
    </message>
    <message>
        <source>Address of the page for a pull request</source>
        <translation>拉取请求页面的地址</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Open a pull request…</source>
        <translation>打开拉取请求…</translation>
    </message>
    <message>
        <source>Commit and push</source>
        <translation>提交并推送</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>That is not YAML: line %1, %2</source>
        <translation>这不是 YAML：第 %1 行，%2</translation>
    </message>
    <message>
        <source>There is no Kubernetes object in that.</source>
        <translation>其中没有 Kubernetes 对象。</translation>
    </message>
    <message>
        <source>That is not one Kubernetes object.</source>
        <translation>这不是单个 Kubernetes 对象。</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Selects pods of</source>
        <translation>选择其 Pod</translation>
    </message>
    <message>
        <source>Sends traffic to</source>
        <translation>将流量发送到</translation>
    </message>
    <message>
        <source>Attaches to</source>
        <translation>挂接到</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>扩缩</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Pulls images with</source>
        <translation>拉取镜像时使用</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>Gets its pods&apos; names from</source>
        <translation>其 Pod 的名称来自</translation>
    </message>
    <message>
        <source>Claims storage by</source>
        <translation>通过其申领存储</translation>
    </message>
    <message>
        <source>Is of the class</source>
        <translation>属于类</translation>
    </message>
    <message>
        <source>Is bound to</source>
        <translation>绑定到</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>运行身份</translation>
    </message>
    <message>
        <source>Grants</source>
        <translation>授予</translation>
    </message>
    <message>
        <source>Grants to</source>
        <translation>授权给</translation>
    </message>
    <message>
        <source>Lets through</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>May run on</source>
        <translation>可运行于</translation>
    </message>
    <message>
        <source>Is owned by</source>
        <translation>属主是</translation>
    </message>
    <message>
        <source>Refers to</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>No image yet</source>
        <translation>尚无镜像</translation>
    </message>
    <message>
        <source>Any host</source>
        <translation>任意主机</translation>
    </message>
    <message>
        <source>No keys yet</source>
        <translation>尚无键</translation>
    </message>
    <message>
        <source>%1 to %2 replicas</source>
        <translation>%1 到 %2 个副本</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>At most %1 away</source>
        <translation>最多 %1 不可用</translation>
    </message>
    <message numerus="yes">
        <source>%n rules</source>
        <translation>
            <numerusform>%n 条规则</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CanvasDrop</name>
    <message>
        <source>%1 joins what is edited, as it is in the cluster.</source>
        <translation>%1 将按集群中的样子加入编辑内容。</translation>
    </message>
    <message>
        <source>%1 joins what is edited, with its values.</source>
        <translation>%1 将连同其值加入编辑内容。</translation>
    </message>
    <message>
        <source>Only files and folders of this machine can be opened.</source>
        <translation>只能打开本机上的文件和文件夹。</translation>
    </message>
    <message>
        <source>%1 is opened.</source>
        <translation>将打开 %1。</translation>
    </message>
    <message>
        <source>%1 is opened beside what is edited.</source>
        <translation>将在编辑内容之外打开 %1。</translation>
    </message>
    <message numerus="yes">
        <source>%n files are opened beside what is edited.</source>
        <translation>
            <numerusform>将在编辑内容之外打开 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Manifests can be dropped here: files, folders, or YAML.</source>
        <translation>可将清单拖放到此处：文件、文件夹或 YAML。</translation>
    </message>
    <message numerus="yes">
        <source>%n objects join what is edited.</source>
        <translation>
            <numerusform>%n 个对象将加入编辑内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is in this text joins what is edited.</source>
        <translation>此文本中的内容将加入编辑内容。</translation>
    </message>
    <message>
        <source>%1 is added, and connected with %2.</source>
        <translation>将添加 %1，并与 %2 连接。</translation>
    </message>
    <message>
        <source>%1 is added here.</source>
        <translation>将在此处添加 %1。</translation>
    </message>
    <message>
        <source>Add what was dropped</source>
        <translation>添加拖入的内容</translation>
    </message>
</context>
<context>
    <name>CanvasMenu</name>
    <message>
        <source>What can be done</source>
        <translation>可执行的操作</translation>
    </message>
</context>
<context>
    <name>CanvasTable</name>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>%1, sorted, last first</source>
        <translation>%1，降序</translation>
    </message>
    <message>
        <source>%1, sorted</source>
        <translation>%1，升序</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n 个连接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeDetail</name>
    <message>
        <source>Nothing is chosen</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>Choose an object to see what changes in it</source>
        <translation>选择一个对象以查看其中的更改</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>原为 %1</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>在编辑器中打开</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>It is new: the YAML shows all of it.</source>
        <translation>这是新对象：YAML 显示其全部内容。</translation>
    </message>
    <message>
        <source>It goes: the YAML shows what it was.</source>
        <translation>此对象将移除：YAML 显示其原有内容。</translation>
    </message>
    <message>
        <source>No field changes.</source>
        <translation>没有字段更改。</translation>
    </message>
    <message>
        <source>%1, against %2</source>
        <translation>%1，与 %2 比较</translation>
    </message>
</context>
<context>
    <name>ChangeRow</name>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>goes</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Let the cluster go on?</source>
        <translation>让集群继续运行吗？</translation>
    </message>
    <message>
        <source>Your cluster is running. It can go on in the background, with everything in it; the icon in the tray shows its state and opens this window again.</source>
        <translation>您的集群正在运行。它可以连同其中的一切在后台继续运行；托盘图标会显示它的状态，并可重新打开此窗口。</translation>
    </message>
    <message>
        <source>Your cluster is running. It can go on in the background, with everything in it; this window finds it again when you open it.</source>
        <translation>您的集群正在运行。它可以连同其中的一切在后台继续运行；下次打开此窗口时会重新找到它。</translation>
    </message>
    <message>
        <source>Do the same from now on (the settings can change it)</source>
        <translation>以后都这样做（可在设置中更改）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop it and quit</source>
        <translation>停止集群并退出</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Close without saving?</source>
        <translation>不保存就关闭吗？</translation>
    </message>
    <message>
        <source>What you changed in %1 has not been saved, and is lost.</source>
        <translation>您在 %1 中的更改尚未保存，将会丢失。</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>保持窗口打开</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>放弃更改并关闭</translation>
    </message>
    <message>
        <source>Stopping the cluster</source>
        <translation>正在停止集群</translation>
    </message>
</context>
<context>
    <name>ClusterBanner</name>
    <message>
        <source>The cluster does not answer; what you see is the last that was known. Trying again. (%1)</source>
        <translation>集群没有响应；显示的是最后已知的状态。正在重试。（%1）</translation>
    </message>
    <message>
        <source>The cluster is starting; what you see is the last that was known. %1</source>
        <translation>集群正在启动；显示的是最后已知的状态。%1</translation>
    </message>
    <message>
        <source>The cluster did not start: %1</source>
        <translation>集群未能启动：%1</translation>
    </message>
    <message>
        <source>The control plane has stopped; what you see is the last that was known. Containers on the nodes go on running.</source>
        <translation>控制平面已停止；显示的是最后已知的状态。节点上的容器继续运行。</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>重新启动</translation>
    </message>
</context>
<context>
    <name>ClusterLine</name>
    <message>
        <source>%1, production</source>
        <translation>%1，生产环境</translation>
    </message>
    <message>
        <source>Colour of %1</source>
        <translation>%1 的颜色</translation>
    </message>
    <message>
        <source>Choose a colour</source>
        <translation>选择颜色</translation>
    </message>
    <message>
        <source>Colour %1</source>
        <translation>颜色 %1</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产环境</translation>
    </message>
    <message>
        <source>%1 is production</source>
        <translation>%1 是生产环境</translation>
    </message>
</context>
<context>
    <name>ClusterMenu</name>
    <message>
        <source>Clusters</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>%1, production</source>
        <translation>%1，生产环境</translation>
    </message>
    <message>
        <source>%1 — its certificate is not checked</source>
        <translation>%1 — 不检查其证书</translation>
    </message>
    <message>
        <source>Production: read-only until unlocked. Click when it is not.</source>
        <translation>生产环境：解锁前只读。如果不是，请单击。</translation>
    </message>
    <message>
        <source>Mark as production: read-only until unlocked</source>
        <translation>标记为生产环境：解锁前只读</translation>
    </message>
    <message>
        <source>From your kubeconfigs. Drop another file on the window to add its contexts.</source>
        <translation>来自您的 kubeconfig 文件。将其他文件拖放到窗口上可添加其中的上下文。</translation>
    </message>
</context>
<context>
    <name>ClusterSettings</name>
    <message>
        <source>Clusters</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>A production context is read-only until it is unlocked by its name.</source>
        <translation>生产上下文在用其名称解锁之前是只读的。</translation>
    </message>
    <message>
        <source>Production by name</source>
        <translation>按名称判断生产环境</translation>
    </message>
    <message>
        <source>Contexts that are called so are production unless you say otherwise. * stands for anything.</source>
        <translation>名称匹配的上下文视为生产环境，除非您另行指定。* 代表任意字符。</translation>
    </message>
    <message>
        <source>Kubeconfig files</source>
        <translation>kubeconfig 文件</translation>
    </message>
    <message>
        <source>From KUBECONFIG, or where kubectl looks</source>
        <translation>来自 KUBECONFIG 或 kubectl 查找的位置</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Add a kubeconfig…</source>
        <translation>添加 kubeconfig…</translation>
    </message>
    <message>
        <source>Add a kubeconfig</source>
        <translation>添加 kubeconfig</translation>
    </message>
    <message>
        <source>%1 is no kubeconfig, or all of its contexts are known already.</source>
        <translation>%1 不是 kubeconfig，或其中的上下文均已存在。</translation>
    </message>
</context>
<context>
    <name>ClusterView</name>
    <message>
        <source>page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>使用浅色主题</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>使用深色主题</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Switch the cluster</source>
        <translation>切换集群</translation>
    </message>
    <message>
        <source>Choose namespaces</source>
        <translation>选择名字空间</translation>
    </message>
    <message>
        <source>Show all namespaces</source>
        <translation>显示所有名字空间</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>No cluster</source>
        <translation>没有集群</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>New %1</source>
        <translation>新建 %1</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>从 YAML 新建</translation>
    </message>
    <message>
        <source>Files of %1</source>
        <translation>%1 的文件</translation>
    </message>
</context>
<context>
    <name>ColumnHeader</name>
    <message>
        <source>, sorted downwards</source>
        <translation>，降序</translation>
    </message>
    <message>
        <source>, sorted upwards</source>
        <translation>，升序</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>CompletionList</name>
    <message>
        <source>What can stand here</source>
        <translation>此处可填写的内容</translation>
    </message>
</context>
<context>
    <name>ConflictSheet</name>
    <message>
        <source>Changed here and in the cluster</source>
        <translation>此处和集群中都有更改</translation>
    </message>
    <message>
        <source>Choose what each of these is to be. Everything else is joined already.</source>
        <translation>请选择每一项要采用的值。其余内容均已合并。</translation>
    </message>
    <message>
        <source>It was %1</source>
        <translation>原来是 %1</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>The cluster&apos;s</source>
        <translation>集群的</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
</context>
<context>
    <name>ConnectSheet</name>
    <message>
        <source>Ways to connect them</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>%1 → %2: %3</source>
        <translation>%1 → %2：%3</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1（可选）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
</context>
<context>
    <name>ConnectTargets</name>
    <message>
        <source>Connect %1 to</source>
        <translation>将 %1 连接到</translation>
    </message>
    <message>
        <source>Search by kind or name</source>
        <translation>按类别或名称搜索</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有匹配此名称的内容。</translation>
    </message>
    <message>
        <source>There is nothing else yet.</source>
        <translation>还没有其他对象。</translation>
    </message>
</context>
<context>
    <name>ContainerCard</name>
    <message>
        <source>before the others</source>
        <translation>先于其他容器</translation>
    </message>
    <message>
        <source>sidecar</source>
        <translation>边车</translation>
    </message>
    <message>
        <source>for debugging</source>
        <translation>用于调试</translation>
    </message>
    <message numerus="yes">
        <source>%n restarts</source>
        <translation>
            <numerusform>重启 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>requests %1</source>
        <translation>请求 %1</translation>
    </message>
    <message>
        <source>may use %1</source>
        <translation>最多可用 %1</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>端口 %1</translation>
    </message>
</context>
<context>
    <name>ContextList</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
</context>
<context>
    <name>DataEntry</name>
    <message>
        <source>Hide %1</source>
        <translation>隐藏 %1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>bytes that are no text</source>
        <translation>非文本字节</translation>
    </message>
</context>
<context>
    <name>DebugContainer</name>
    <message>
        <source>Add the debug container %1 to Pod %2</source>
        <translation>将调试容器 %1 添加到 Pod %2</translation>
    </message>
</context>
<context>
    <name>DebugOffer</name>
    <message>
        <source>A debug container brings its own tools and sees the processes of %1. It stays in the pod until the pod goes.</source>
        <translation>调试容器自带工具，并能看到 %1 的进程。它会一直留在 Pod 中，直到 Pod 消失。</translation>
    </message>
    <message>
        <source>Image of the debug container</source>
        <translation>调试容器的镜像</translation>
    </message>
    <message>
        <source>Add a debug container</source>
        <translation>添加调试容器</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Details of %1 %2</source>
        <translation>%1 %2 的详情</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> 位于 %1</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Edit the YAML</source>
        <translation>编辑 YAML</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>可执行的操作</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>%1 copied</source>
        <translation>已复制 %1</translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>What changes</source>
        <translation>变更内容</translation>
    </message>
    <message numerus="yes">
        <source>%n lines added, %1 removed</source>
        <translation>
            <numerusform>新增 %n 行，删除 %1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>Copy the differences</source>
        <translation>复制差异</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>新增：%1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>删除：%1</translation>
    </message>
</context>
<context>
    <name>Dock</name>
    <message>
        <source>Dock</source>
        <translation>停靠栏</translation>
    </message>
    <message>
        <source>Open in the dock</source>
        <translation>停靠栏中已打开的内容</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>在单独的窗口中打开</translation>
    </message>
    <message>
        <source>Hide the dock</source>
        <translation>隐藏停靠栏</translation>
    </message>
    <message>
        <source>Nothing is open here</source>
        <translation>这里没有打开任何内容</translation>
    </message>
    <message>
        <source>Close %1 without saving?</source>
        <translation>不保存就关闭 %1 吗？</translation>
    </message>
    <message>
        <source>What you changed in it is lost.</source>
        <translation>您在其中的更改将会丢失。</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>放弃更改并关闭</translation>
    </message>
    <message>
        <source>Height of the dock</source>
        <translation>停靠栏高度</translation>
    </message>
    <message>
        <source>L on a pod or a workload shows its logs, S on a pod opens a shell, T its files.</source>
        <translation>在 Pod 或工作负载上按 L 显示日志，在 Pod 上按 S 打开 Shell，按 T 打开其文件。</translation>
    </message>
</context>
<context>
    <name>DockTab</name>
    <message>
        <source>%1, not saved</source>
        <translation>%1，未保存</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>关闭 %1</translation>
    </message>
</context>
<context>
    <name>DockWindow</name>
    <message>
        <source>%1 — Armillary</source>
        <translation>%1 — Armillary</translation>
    </message>
    <message>
        <source>Put it back into the dock</source>
        <translation>放回停靠栏</translation>
    </message>
</context>
<context>
    <name>Drain</name>
    <message>
        <source>The node itself runs it, from a file.</source>
        <translation>由节点自身根据文件运行。</translation>
    </message>
    <message>
        <source>Its daemon set runs it on every node, cordoned or not.</source>
        <translation>其 DaemonSet 在每个节点上运行它，无论是否隔离。</translation>
    </message>
    <message>
        <source>It keeps data in an emptyDir, which goes with it.</source>
        <translation>它在 emptyDir 中保存数据，数据会随之消失。</translation>
    </message>
    <message>
        <source>No controller makes it anew elsewhere.</source>
        <translation>没有控制器会在别处重新创建它。</translation>
    </message>
    <message>
        <source>The budget %1 lets %2 of %3 pods go: it needs %4 healthy ones and has %5.</source>
        <translation>预算 %1 允许移走 %2 个（共 %3 个 Pod）：它需要 %4 个健康的 Pod，现有 %5 个。</translation>
    </message>
</context>
<context>
    <name>DrainRow</name>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>is leaving</source>
        <translation>正在离开</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>被阻止</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>in the way</source>
        <translation>妨碍操作</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>DrainView</name>
    <message>
        <source>Drain %1</source>
        <translation>腾空 %1</translation>
    </message>
    <message>
        <source>Reading the pods of %1</source>
        <translation>正在读取 %1 的 Pod</translation>
    </message>
    <message>
        <source>%1 of %2 pods gone</source>
        <translation>%2 个 Pod 中已离开 %1 个</translation>
    </message>
    <message>
        <source>Cordoning %1</source>
        <translation>正在隔离 %1</translation>
    </message>
    <message>
        <source>Draining %1: %2</source>
        <translation>正在腾空 %1：%2</translation>
    </message>
    <message>
        <source>, %1 held by a disruption budget</source>
        <translation>，%1 个受干扰预算限制</translation>
    </message>
    <message>
        <source>%1 is drained: %2</source>
        <translation>%1 已腾空：%2</translation>
    </message>
    <message>
        <source>Draining %1 has stopped: %2</source>
        <translation>腾空 %1 已停止：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n pods of %1 are to be evicted</source>
        <translation>
            <numerusform>将驱逐 %1 的 %n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has no pods to evict</source>
        <translation>%1 没有需要驱逐的 Pod</translation>
    </message>
    <message>
        <source>Uncordon</source>
        <translation>取消隔离</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>腾空</translation>
    </message>
    <message>
        <source>Pods without a controller, too</source>
        <translation>包括没有控制器的 Pod</translation>
    </message>
    <message>
        <source>Pods with data in an emptyDir, too</source>
        <translation>包括在 emptyDir 中有数据的 Pod</translation>
    </message>
    <message>
        <source>Grace period</source>
        <translation>宽限期</translation>
    </message>
    <message>
        <source>Each pod&apos;s own time to end</source>
        <translation>使用各 Pod 自己的终止时间</translation>
    </message>
    <message>
        <source>10 seconds to end</source>
        <translation>10 秒内终止</translation>
    </message>
    <message>
        <source>1 minute to end</source>
        <translation>1 分钟内终止</translation>
    </message>
    <message>
        <source>5 minutes to end</source>
        <translation>5 分钟内终止</translation>
    </message>
    <message>
        <source>This context is production and locked. Unlock it to drain its nodes.</source>
        <translation>此上下文是生产环境且已锁定。解锁后才能腾空其节点。</translation>
    </message>
    <message numerus="yes">
        <source>%n pods are in the way: allow them above, or see to them first.</source>
        <translation>
            <numerusform>有 %n 个 Pod 妨碍操作：请在上方允许，或先行处理。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pods of %1</source>
        <translation>%1 的 Pod</translation>
    </message>
    <message>
        <source>Too many nodes are being drained</source>
        <translation>正在腾空的节点过多</translation>
    </message>
    <message>
        <source>Reading the pods</source>
        <translation>正在读取 Pod</translation>
    </message>
    <message>
        <source>No pods here</source>
        <translation>这里没有 Pod</translation>
    </message>
    <message>
        <source>Wait until one is done, or cancel one.</source>
        <translation>请等待其中一个完成，或取消一个。</translation>
    </message>
    <message>
        <source>Nothing runs on this node but what belongs to it.</source>
        <translation>此节点上只运行属于它自己的内容。</translation>
    </message>
</context>
<context>
    <name>EditorCanvas</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Edit in the form</source>
        <translation>在表单中编辑</translation>
    </message>
    <message>
        <source>Show the YAML</source>
        <translation>显示 YAML</translation>
    </message>
    <message>
        <source>Connect to…</source>
        <translation>连接到…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <source>Align at the top</source>
        <translation>顶部对齐</translation>
    </message>
    <message>
        <source>Spread across</source>
        <translation>水平分布</translation>
    </message>
    <message>
        <source>Spread down</source>
        <translation>垂直分布</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add something…</source>
        <translation>添加内容…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Tidy up</source>
        <translation>整理</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部显示</translation>
    </message>
    <message numerus="yes">
        <source>Canvas of %n objects. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.</source>
        <translation>
            <numerusform>包含 %n 个对象的画布。Tab 在卡片间移动，方向键沿连线移动，C 连接，E 遍历连线，Enter 打开表单。表格以行显示相同内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>这里还没有内容</translation>
    </message>
    <message>
        <source>Double-click or press Tab to add something, drag it from the palette, or drop files, a folder or YAML here.</source>
        <translation>双击或按 Tab 添加内容，从组件面板拖入，或将文件、文件夹或 YAML 拖放到此处。</translation>
    </message>
    <message>
        <source>Add something</source>
        <translation>添加内容</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Show as canvas</source>
        <translation>以画布显示</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>Find an object</source>
        <translation>查找对象</translation>
    </message>
</context>
<context>
    <name>EditorDocument</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Editor</source>
        <translation>编辑器</translation>
    </message>
    <message>
        <source>The last time changes to %1 were not saved.</source>
        <translation>上次对 %1 的更改未保存。</translation>
    </message>
    <message>
        <source>Bring them back</source>
        <translation>恢复更改</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Another program has changed %1 in places that were changed here, too.</source>
        <translation>另一个程序更改了 %1，且更改之处在此也有更改。</translation>
    </message>
    <message>
        <source>Keep mine there</source>
        <translation>该处保留我的</translation>
    </message>
    <message>
        <source>Take theirs there</source>
        <translation>该处采用对方的</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 •</source>
        <translation>%1 •</translation>
    </message>
    <message>
        <source>Back to the editor</source>
        <translation>返回编辑器</translation>
    </message>
    <message>
        <source>Changes are not saved</source>
        <translation>更改尚未保存</translation>
    </message>
    <message>
        <source>What was changed in %1 since it was saved will be lost.</source>
        <translation>%1 自上次保存以来的更改将会丢失。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Open a manifest</source>
        <translation>打开清单</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml *.json)</source>
        <translation>清单 (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a folder of manifests</source>
        <translation>打开清单文件夹</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml)</source>
        <translation>清单 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Text and problems</source>
        <translation>文本和问题</translation>
    </message>
</context>
<context>
    <name>EditorPalette</name>
    <message>
        <source>What can be added</source>
        <translation>可添加的内容</translation>
    </message>
    <message>
        <source>Search what to add</source>
        <translation>搜索要添加的内容</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有匹配此名称的内容。</translation>
    </message>
</context>
<context>
    <name>EditorToolbar</name>
    <message>
        <source>%1 •</source>
        <translation>%1 •</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2 中的 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>What the checks found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>组件面板</translation>
    </message>
    <message>
        <source>Text and problems</source>
        <translation>文本和问题</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>检查…</translation>
    </message>
    <message>
        <source>A file is not YAML just now</source>
        <translation>有文件目前不是 YAML</translation>
    </message>
    <message>
        <source>What applying it will do</source>
        <translation>应用后的影响</translation>
    </message>
</context>
<context>
    <name>EffectTexts</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workloads</source>
        <translation>
            <numerusform>%n 个工作负载</numerusform>
        </translation>
    </message>
    <message>
        <source>To be deleted and made again by hand: %1.</source>
        <translation>需手动删除并重新创建：%1。</translation>
    </message>
    <message>
        <source>Some pods will not start: %1.</source>
        <translation>有些 Pod 将无法启动：%1。</translation>
    </message>
    <message>
        <source>Ends all %1 of %2 before new ones start.</source>
        <translation>先终止 %2的全部 %1，再启动新的。</translation>
    </message>
    <message>
        <source>Rolls %1 of %2.</source>
        <translation>滚动更新 %2的 %1。</translation>
    </message>
    <message>
        <source>Rolls the pods of %1.</source>
        <translation>滚动更新 %1的 Pod。</translation>
    </message>
    <message>
        <source>Changes traffic: %1.</source>
        <translation>更改流量：%1。</translation>
    </message>
    <message>
        <source>Changes who may do what: %1.</source>
        <translation>更改权限：%1。</translation>
    </message>
    <message>
        <source>Takes a restart of pods: %1.</source>
        <translation>需要重启 Pod：%1。</translation>
    </message>
    <message>
        <source>Starts or ends pods: %1.</source>
        <translation>启动或终止 Pod：%1。</translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message>
        <source>Events, the newest first</source>
        <translation>事件，最新的在前</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message numerus="yes">
        <source>%n older ones are not shown.</source>
        <translation>
            <numerusform>还有 %n 个较早的事件未显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Events cannot be read</source>
        <translation>无法读取事件</translation>
    </message>
    <message>
        <source>No events</source>
        <translation>没有事件</translation>
    </message>
    <message>
        <source>Nothing has happened to it lately. A cluster keeps events for an hour or so.</source>
        <translation>最近没有发生任何事。集群大约保留一小时的事件。</translation>
    </message>
</context>
<context>
    <name>Exec</name>
    <message>
        <source>it may not be executed</source>
        <translation>没有执行权限</translation>
    </message>
    <message>
        <source>there is no such command</source>
        <translation>没有这个命令</translation>
    </message>
    <message>
        <source>it was interrupted</source>
        <translation>被中断</translation>
    </message>
    <message>
        <source>it was killed, perhaps for want of memory or because its container ended</source>
        <translation>被杀死，可能是内存不足或其容器已结束</translation>
    </message>
    <message>
        <source>it was told to end</source>
        <translation>被要求终止</translation>
    </message>
    <message>
        <source>%1 has ended.</source>
        <translation>%1 已结束。</translation>
    </message>
    <message>
        <source>%1 ended with %2.</source>
        <translation>%1 以 %2 结束。</translation>
    </message>
    <message>
        <source>%1 ended with %2: %3.</source>
        <translation>%1 以 %2 结束：%3。</translation>
    </message>
    <message>
        <source>%1 ended, and the server did not say how.</source>
        <translation>%1 已结束，服务器没有说明原因。</translation>
    </message>
    <message>
        <source>%1 could not run: %2</source>
        <translation>%1 无法运行：%2</translation>
    </message>
</context>
<context>
    <name>ExplorerPage</name>
    <message>
        <source>Explorer</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source> in %1, the only namespace you may list</source>
        <translation> 位于 %1，您唯一有权列出的名字空间</translation>
    </message>
    <message>
        <source>, %1 selected</source>
        <translation>，已选择 %1 个</translation>
    </message>
    <message>
        <source> — the server does not answer; this may be old</source>
        <translation> — 服务器没有响应；内容可能已过时</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Filter: words, !not, -l app=web</source>
        <translation>过滤：词语、!排除、-l app=web</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>正在读取集群</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>There are none</source>
        <translation>一个也没有</translation>
    </message>
    <message>
        <source>No row has all of this. Clear the filter to see all %1.</source>
        <translation>没有任何行满足全部条件。清除过滤以查看全部 %1 个。</translation>
    </message>
    <message>
        <source>None in %1. Other namespaces may have some.</source>
        <translation>%1 中没有。其他名字空间中可能有。</translation>
    </message>
    <message>
        <source>The cluster has no objects of this kind.</source>
        <translation>集群中没有此类别的对象。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除过滤</translation>
    </message>
</context>
<context>
    <name>FieldList</name>
    <message>
        <source>Fields that change</source>
        <translation>更改的字段</translation>
    </message>
    <message>
        <source>%1: from %2 to %3</source>
        <translation>%1：从 %2 到 %3</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Device, pipe or socket</source>
        <translation>设备、管道或套接字</translation>
    </message>
    <message>
        <source>leads to %1</source>
        <translation>指向 %1</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>已选择</translation>
    </message>
    <message>
        <source>its name is not UTF-8: fetch the folder</source>
        <translation>其名称不是 UTF-8：请下载整个文件夹</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>The command</source>
        <translation>该命令</translation>
    </message>
    <message>
        <source>There is not enough space in the container.</source>
        <translation>容器中空间不足。</translation>
    </message>
    <message>
        <source>The container&apos;s file system is read-only here.</source>
        <translation>容器的文件系统在此处为只读。</translation>
    </message>
    <message>
        <source>The container&apos;s user may not do that here.</source>
        <translation>容器的用户无权在此执行该操作。</translation>
    </message>
    <message>
        <source>Something is not there any more.</source>
        <translation>有些内容已不存在。</translation>
    </message>
    <message>
        <source>The connection to the container was closed.</source>
        <translation>与容器的连接已关闭。</translation>
    </message>
    <message>
        <source>The connection was lost: %1</source>
        <translation>连接已断开：%1</translation>
    </message>
    <message>
        <source>There is no such folder in the container.</source>
        <translation>容器中没有这个文件夹。</translation>
    </message>
    <message>
        <source>That is not a folder.</source>
        <translation>这不是文件夹。</translation>
    </message>
    <message>
        <source>The container&apos;s user may not look into this folder.</source>
        <translation>容器的用户无权查看此文件夹。</translation>
    </message>
    <message>
        <source>The image has no stat, with which folders are listed.</source>
        <translation>镜像中没有用于列出文件夹的 stat。</translation>
    </message>
    <message>
        <source>The image has no tar, with which files come out and in.</source>
        <translation>镜像中没有用于传出和传入文件的 tar。</translation>
    </message>
    <message>
        <source>Nothing can be written to this folder: %1</source>
        <translation>无法写入此文件夹：%1</translation>
    </message>
    <message>
        <source>The image has no shell, which files need to come out and in.</source>
        <translation>镜像中没有 Shell，无法传出和传入文件。</translation>
    </message>
    <message>
        <source>It failed in the container: %1</source>
        <translation>在容器中失败：%1</translation>
    </message>
    <message>
        <source>%1 It says: %2</source>
        <translation>%1 其输出：%2</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files of %1</source>
        <translation>%1 的文件</translation>
    </message>
    <message>
        <source>Too much is under way already, or there is nothing to be sent.</source>
        <translation>正在进行的传输过多，或没有可发送的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n entries</source>
        <translation>
            <numerusform>%1：%n 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>The files cannot be shown</source>
        <translation>无法显示文件</translation>
    </message>
    <message>
        <source>Nothing is in this folder</source>
        <translation>此文件夹为空</translation>
    </message>
    <message>
        <source>Drop files here to upload them.</source>
        <translation>将文件拖到此处即可上传。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Upload to %1</source>
        <translation>上传到 %1</translation>
    </message>
    <message>
        <source>There is more in this folder than is shown.</source>
        <translation>此文件夹中的内容未全部显示。</translation>
    </message>
    <message>
        <source>Uploads and downloads</source>
        <translation>上传和下载</translation>
    </message>
    <message>
        <source>Forget what is over</source>
        <translation>清除已结束的项目</translation>
    </message>
    <message>
        <source>Download into a folder</source>
        <translation>下载到文件夹</translation>
    </message>
    <message>
        <source>Upload files</source>
        <translation>上传文件</translation>
    </message>
    <message>
        <source>Upload a folder</source>
        <translation>上传文件夹</translation>
    </message>
</context>
<context>
    <name>FilesToolbar</name>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上一级</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>退格键</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>位于 %1</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到 %1</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Download what is selected</source>
        <translation>下载所选内容</translation>
    </message>
    <message>
        <source>Upload files</source>
        <translation>上传文件</translation>
    </message>
    <message>
        <source>Upload a folder</source>
        <translation>上传文件夹</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Only problems</source>
        <translation>仅显示问题</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labels: app=web, tier!=cache</source>
        <translation>标签：app=web, tier!=cache</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Ingresses</source>
        <translation>Ingress</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Config maps</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Claims</source>
        <translation>申领</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Colours mean</source>
        <translation>颜色含义</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>工作负载</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
</context>
<context>
    <name>FindField</name>
    <message>
        <source>Find a pod, a machine  /</source>
        <translation>查找 Pod 或机器  /</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>50 or more</source>
        <translation>50 个或更多</translation>
    </message>
</context>
<context>
    <name>FixMenu</name>
    <message>
        <source>Fixes</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>No fix for this line</source>
        <translation>此行没有可用的修复</translation>
    </message>
</context>
<context>
    <name>FlatView</name>
    <message>
        <source>Pods by node. Arrow keys move from pod to pod, Enter opens the details.</source>
        <translation>按节点排列的 Pod。方向键在 Pod 间移动，Enter 打开详情。</translation>
    </message>
</context>
<context>
    <name>FormDocs</name>
    <message>
        <source>Required.</source>
        <translation>必填。</translation>
    </message>
    <message>
        <source>It takes %1.</source>
        <translation>接受：%1。</translation>
    </message>
    <message>
        <source>Where nothing is said: %1.</source>
        <translation>未指定时：%1。</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>Less of %1</source>
        <translation>减小 %1</translation>
    </message>
    <message>
        <source>More of %1</source>
        <translation>增大 %1</translation>
    </message>
    <message>
        <source>%1 (usual)</source>
        <translation>%1（默认）</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Pick one</source>
        <translation>请选择</translation>
    </message>
    <message>
        <source>%1 is hidden</source>
        <translation>%1 已隐藏</translation>
    </message>
    <message>
        <source>New key of %1</source>
        <translation>%1 的新键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新键</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add to %1</source>
        <translation>添加到 %1</translation>
    </message>
</context>
<context>
    <name>FormHeader</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
</context>
<context>
    <name>FormLines</name>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>FormPane</name>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Search all fields</source>
        <translation>搜索所有字段</translation>
    </message>
    <message>
        <source>The text is not YAML just now: this is how it was before.</source>
        <translation>文本目前不是 YAML：显示的是之前的内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Fields of %1</source>
        <translation>%1 的字段</translation>
    </message>
    <message>
        <source>No field says that.</source>
        <translation>没有匹配的字段。</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>Select an object, and its fields are here.</source>
        <translation>选择一个对象，其字段会显示在这里。</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>关闭 %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Show the value of %1</source>
        <translation>显示 %1 的值</translation>
    </message>
    <message>
        <source>Hide the value of %1</source>
        <translation>隐藏 %1 的值</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Back to what is usual: %1</source>
        <translation>恢复默认值：%1</translation>
    </message>
</context>
<context>
    <name>FormText</name>
    <message>
        <source>%1 (usual)</source>
        <translation>%1（默认）</translation>
    </message>
</context>
<context>
    <name>ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>转发端口</translation>
    </message>
    <message>
        <source>%1 becomes reachable from this machine, and from this machine alone.</source>
        <translation>%1 将可从本机访问，且仅限本机。</translation>
    </message>
    <message>
        <source>Its port</source>
        <translation>其端口</translation>
    </message>
    <message>
        <source>It names none</source>
        <translation>它没有声明端口</translation>
    </message>
    <message>
        <source>Local port</source>
        <translation>本地端口</translation>
    </message>
    <message>
        <source>any that is free</source>
        <translation>任意空闲端口</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>转发</translation>
    </message>
</context>
<context>
    <name>ForwardRow</name>
    <message>
        <source>Active</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>正在重新连接</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation>%1 KiB</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>Port %1 to %2, port %3: %4. %5</source>
        <translation>端口 %1 到 %2，端口 %3：%4。%5</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n 个连接</numerusform>
        </translation>
    </message>
    <message>
        <source>port %1 (%2)</source>
        <translation>端口 %1（%2）</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>端口 %1</translation>
    </message>
    <message>
        <source>now in %1</source>
        <translation>当前位于 %1</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>已发送 %1，已接收 %2</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ForwardsPage</name>
    <message>
        <source>Forwards</source>
        <translation>端口转发</translation>
    </message>
    <message>
        <source>The context is locked: nothing is forwarded until it is unlocked.</source>
        <translation>上下文已锁定：解锁前不转发任何端口。</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>%1 of %2 active; only this machine can use them</source>
        <translation>%2 个中有 %1 个活动；仅本机可用</translation>
    </message>
    <message>
        <source>Forwards: %1</source>
        <translation>端口转发：%1</translation>
    </message>
    <message>
        <source>Nothing is forwarded</source>
        <translation>没有转发任何端口</translation>
    </message>
    <message>
        <source>Shift+F on a pod, a service or a workload in the explorer makes one of its ports a port of this machine.</source>
        <translation>在浏览器中的 Pod、Service 或工作负载上按 Shift+F，可将其端口变为本机端口。</translation>
    </message>
</context>
<context>
    <name>GitopsBar</name>
    <message>
        <source>Repository %1</source>
        <translation>仓库 %1</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Another repository…</source>
        <translation>其他仓库…</translation>
    </message>
    <message>
        <source>Production follows</source>
        <translation>生产环境跟随</translation>
    </message>
    <message>
        <source>Would become</source>
        <translation>将变为</translation>
    </message>
    <message>
        <source>Folder in it, or all applications</source>
        <translation>其中的文件夹，或所有应用</translation>
    </message>
    <message>
        <source>All applications</source>
        <translation>所有应用</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新比较</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>获取</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Fetching…</source>
        <translation>正在获取…</translation>
    </message>
    <message>
        <source>%1 of %2 applications</source>
        <translation>%1 / %2 个应用</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>GitopsPage</name>
    <message>
        <source>GitOps</source>
        <translation>GitOps</translation>
    </message>
    <message>
        <source>What is shown is the last result before that.</source>
        <translation>显示的是此前的最后结果。</translation>
    </message>
    <message>
        <source>The preview was stopped.</source>
        <translation>预览已停止。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message numerus="yes">
        <source>%n applications cannot be told.</source>
        <translation>
            <numerusform>无法判断 %n 个应用。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things were left out or are not supported.</source>
        <translation>
            <numerusform>有 %n 项被略去或不受支持。</numerusform>
        </translation>
    </message>
    <message>
        <source>older</source>
        <translation>较旧</translation>
    </message>
    <message>
        <source>Show what</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Fetching %1</source>
        <translation>正在获取 %1</translation>
    </message>
    <message>
        <source>Rendering applications: %1 of %2</source>
        <translation>正在渲染应用：%1 / %2</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>The preview was stopped</source>
        <translation>预览已停止</translation>
    </message>
    <message>
        <source>There is no preview</source>
        <translation>没有预览</translation>
    </message>
    <message>
        <source>What stands above has to be mended first.</source>
        <translation>请先解决上述问题。</translation>
    </message>
    <message>
        <source>%1 deploys what %2 does, object by object.</source>
        <translation>%1 与 %2 部署的内容逐个对象相同。</translation>
    </message>
    <message>
        <source>Nothing is written, and no cluster is asked.</source>
        <translation>不写入任何内容，也不询问任何集群。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Search objects</source>
        <translation>搜索对象</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>变更内容</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Open a repository</source>
        <translation>打开仓库</translation>
    </message>
    <message>
        <source>Both are the same revision.</source>
        <translation>两者是同一个修订版本。</translation>
    </message>
    <message>
        <source>What stands above was left out, and may change all the same.</source>
        <translation>上述内容已被略去，但仍可能更改。</translation>
    </message>
</context>
<context>
    <name>GitopsStart</name>
    <message>
        <source>What would production become?</source>
        <translation>生产环境会变成什么样？</translation>
    </message>
    <message>
        <source>Give the repository that production is deployed from: manifests, Kustomize, Helm, Argo CD or Flux. It shows what a branch, or what is not committed yet, would change there, object by object, and what that does. Nothing is written.</source>
        <translation>请给出部署生产环境所用的仓库：清单、Kustomize、Helm、Argo CD 或 Flux。这里会逐个对象显示某个分支或尚未提交的内容会在那里更改什么，以及会产生什么影响。不写入任何内容。</translation>
    </message>
    <message>
        <source>Folder or address of a repository</source>
        <translation>仓库的文件夹或地址</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>以前打开过</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>HeaderCell</name>
    <message>
        <source>, sorted downwards</source>
        <translation>，降序</translation>
    </message>
    <message>
        <source>, sorted upwards</source>
        <translation>，升序</translation>
    </message>
</context>
<context>
    <name>ImpactList</name>
    <message>
        <source>What this does</source>
        <translation>此更改的影响</translation>
    </message>
</context>
<context>
    <name>KeyLine</name>
    <message>
        <source>Back to %1</source>
        <translation>恢复为 %1</translation>
    </message>
    <message>
        <source>Back to none</source>
        <translation>恢复为无</translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation>请按键</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 is “%2” in every table. Choose another.</source>
        <translation>%1 在每个表格中都是“%2”。请选择其他按键。</translation>
    </message>
    <message>
        <source>%1 is “%2” already.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
    <message>
        <source>Use it here instead</source>
        <translation>改为用于此处</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>KeySettings</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Click a key and press another. Those of tables stay as they are: letters act on the row that has the focus.</source>
        <translation>单击一个按键，再按下另一个。表格的按键保持不变：字母作用于获得焦点的行。</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>全部恢复</translation>
    </message>
    <message>
        <source>As in k9s: [ ] and -</source>
        <translation>与 k9s 相同：[ ] 和 -</translation>
    </message>
</context>
<context>
    <name>KindList</name>
    <message>
        <source>Find a kind</source>
        <translation>查找类别</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>No kind has these letters.</source>
        <translation>没有包含这些字母的类别。</translation>
    </message>
</context>
<context>
    <name>LanguageSettings</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The window speaks</source>
        <translation>窗口语言</translation>
    </message>
    <message>
        <source>The window speaks it when it is opened again.</source>
        <translation>重新打开窗口后生效。</translation>
    </message>
    <message>
        <source>What clusters and commands say is in English.</source>
        <translation>集群和命令的输出为英文。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
</context>
<context>
    <name>LogLine</name>
    <message>
        <source> … (%1 more bytes)</source>
        <translation> …（还有 %1 字节）</translation>
    </message>
</context>
<context>
    <name>LogSheet</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>尚未写入任何内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>LogToolbar</name>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>All containers</source>
        <translation>所有容器</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>回溯范围</translation>
    </message>
    <message>
        <source>Last 1,000 lines</source>
        <translation>最近 1,000 行</translation>
    </message>
    <message>
        <source>Last 5 minutes</source>
        <translation>最近 5 分钟</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>所有级别</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>Info 及以上</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Filter: words, !not, /expression/</source>
        <translation>过滤：词语、!排除、/表达式/</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>The previous run</source>
        <translation>上一次运行</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>长行换行</translation>
    </message>
    <message>
        <source>Save what is shown</source>
        <translation>保存显示的内容</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>It was not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n lines</source>
        <translation>
            <numerusform>%1：%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>无法读取日志</translation>
    </message>
    <message>
        <source>Looking for the pods</source>
        <translation>正在查找 Pod</translation>
    </message>
    <message>
        <source>The pod is gone</source>
        <translation>Pod 已消失</translation>
    </message>
    <message>
        <source>No pods</source>
        <translation>没有 Pod</translation>
    </message>
    <message>
        <source>No lines yet</source>
        <translation>还没有日志行</translation>
    </message>
    <message>
        <source>No previous run</source>
        <translation>没有上一次运行</translation>
    </message>
    <message>
        <source>Not running yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>The log is empty</source>
        <translation>日志为空</translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln lines does.</source>
        <translation>
            <numerusform>%Ln 行中没有匹配项。</numerusform>
        </translation>
    </message>
    <message>
        <source>Should one of this name come, its log appears here.</source>
        <translation>如果出现同名的 Pod，其日志会显示在这里。</translation>
    </message>
    <message>
        <source>Its logs appear here as soon as it has one.</source>
        <translation>一旦有 Pod，其日志会显示在这里。</translation>
    </message>
    <message>
        <source>They appear here as they are written.</source>
        <translation>写入后会立即显示在这里。</translation>
    </message>
    <message>
        <source>No container of it has been restarted.</source>
        <translation>它的容器都没有重启过。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines shown</source>
        <translation>
            <numerusform>显示 %1 行，共 %Ln 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln errors</source>
        <translation>
            <numerusform>%Ln 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines dropped</source>
        <translation>
            <numerusform>丢弃 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n containers followed</source>
        <translation>
            <numerusform>正在跟随 %n 个容器</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not: that would be too many at once</source>
        <translation>
            <numerusform>另有 %n 个未跟随：一次跟随太多</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>已选择 %1 个</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt)</source>
        <translation>日志 (*.log *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 — Armillary</source>
        <translation>%1 — Armillary</translation>
    </message>
    <message>
        <source>Armillary</source>
        <translation>Armillary</translation>
    </message>
    <message>
        <source>The contexts of %1 have joined the list of clusters</source>
        <translation>%1 中的上下文已加入集群列表</translation>
    </message>
    <message>
        <source>%1 adds no cluster</source>
        <translation>%1 没有添加任何集群</translation>
    </message>
    <message>
        <source>It is no kubeconfig, or all of its contexts are known already.</source>
        <translation>它不是 kubeconfig，或其中的上下文均已存在。</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>No application</source>
        <translation>没有应用</translation>
    </message>
    <message>
        <source>Ingress</source>
        <translation>Ingress</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Stateful set</source>
        <translation>StatefulSet</translation>
    </message>
    <message>
        <source>Daemon set</source>
        <translation>DaemonSet</translation>
    </message>
    <message>
        <source>Replica set</source>
        <translation>ReplicaSet</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Cron job</source>
        <translation>CronJob</translation>
    </message>
    <message>
        <source>Config map</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Volume claim</source>
        <translation>持久卷申领</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>服务账号</translation>
    </message>
    <message>
        <source>Waiting for a machine</source>
        <translation>等待机器</translation>
    </message>
    <message>
        <source>routes to</source>
        <translation>路由到</translation>
    </message>
    <message>
        <source>selects</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>pulls images with</source>
        <translation>拉取镜像时使用</translation>
    </message>
    <message>
        <source>mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>claims</source>
        <translation>申领</translation>
    </message>
    <message>
        <source>runs as</source>
        <translation>运行身份</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>not there, but optional</source>
        <translation>不存在，但可选</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>selects nothing</source>
        <translation>没有选中任何对象</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1 %2 %</source>
        <translation>%1 %2%</translation>
    </message>
</context>
<context>
    <name>NamespaceMenu</name>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>Find, or type one that is not listed</source>
        <translation>查找，或输入未列出的名字空间</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>所有名字空间</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>Also %1</source>
        <translation>同时选择 %1</translation>
    </message>
    <message>
        <source>Together with others</source>
        <translation>与其他一起选择</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>使用浅色主题</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>使用深色主题</translation>
    </message>
</context>
<context>
    <name>NodeLabel</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Mem</source>
        <translation>内存</translation>
    </message>
</context>
<context>
    <name>NodeShellPage</name>
    <message>
        <source>Shell on %1</source>
        <translation>%1 上的 Shell</translation>
    </message>
    <message>
        <source>A shell on %1</source>
        <translation>%1 上的 Shell</translation>
    </message>
    <message>
        <source>This makes a pod in the namespace %1 that is root on the node: privileged, with the node&apos;s processes, network and files. What is done in it is done to the node. The pod is removed when this tab is closed.</source>
        <translation>这会在名字空间 %1 中创建一个在节点上拥有 root 权限的 Pod：特权模式，可访问节点的进程、网络和文件。在其中所做的操作会作用于节点。关闭此标签页时将删除该 Pod。</translation>
    </message>
    <message>
        <source>Image of the pod, with a shell and chroot</source>
        <translation>Pod 的镜像，需含 Shell 和 chroot</translation>
    </message>
    <message>
        <source>Open the shell</source>
        <translation>打开 Shell</translation>
    </message>
</context>
<context>
    <name>NotificationPanel</name>
    <message>
        <source>What was done</source>
        <translation>已执行的操作</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>暂无。</translation>
    </message>
</context>
<context>
    <name>ObjectCarry</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n objects: %1</source>
        <translation>
            <numerusform>%n 个对象：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Onto Editor: to change it. Its values come along.</source>
        <translation>拖到“编辑器”以更改，其值会一并带入。</translation>
    </message>
    <message>
        <source>Onto Editor: to change it</source>
        <translation>拖到“编辑器”以更改</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Why? %1</source>
        <translation>为什么？%1</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用量</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n 个键</numerusform>
        </translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>已持续 %1</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>注解</translation>
    </message>
</context>
<context>
    <name>OwnedFields</name>
    <message numerus="yes">
        <source>%n fields are taken over from their owners.</source>
        <translation>
            <numerusform>将从所有者处接管 %n 个字段。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are left to their owners and stay as they are.</source>
        <translation>
            <numerusform>%n 个字段留给其所有者，保持不变。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n 个字段归他人所有。</numerusform>
        </translation>
    </message>
    <message>
        <source>Fields and their owners</source>
        <translation>字段及其所有者</translation>
    </message>
    <message>
        <source>%1, owned by %2</source>
        <translation>%1，归 %2 所有</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>Leave to the owner</source>
        <translation>留给所有者</translation>
    </message>
    <message>
        <source>Take over everywhere</source>
        <translation>全部接管</translation>
    </message>
    <message>
        <source>Leave everywhere</source>
        <translation>全部留给所有者</translation>
    </message>
</context>
<context>
    <name>OwnerTrail</name>
    <message>
        <source>Owner: %1 %2</source>
        <translation>属主：%1 %2</translation>
    </message>
    <message>
        <source>%1 (gone)</source>
        <translation>%1（已消失）</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Topology</source>
        <translation>拓扑</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>工作负载</translation>
    </message>
    <message>
        <source>Explorer</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>Forwards</source>
        <translation>端口转发</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>编辑器</translation>
    </message>
    <message>
        <source>GitOps</source>
        <translation>GitOps</translation>
    </message>
</context>
<context>
    <name>PairChip</name>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>click to copy</source>
        <translation>单击复制</translation>
    </message>
</context>
<context>
    <name>PairsEditor</name>
    <message>
        <source>Key %1</source>
        <translation>键 %1</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>值 %1</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Effect %1</source>
        <translation>效果 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Remove this row</source>
        <translation>移除此行</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>添加一行</translation>
    </message>
</context>
<context>
    <name>PaletteOverlay</name>
    <message>
        <source>Go to or do</source>
        <translation>前往或执行</translation>
    </message>
    <message>
        <source>Where to, or what to do? Also :deploy, :ns shop, :ctx</source>
        <translation>去哪里，或做什么？也可用 :deploy、:ns shop、:ctx</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
</context>
<context>
    <name>PodContainers</name>
    <message>
        <source>The pod has ended: %1. %2</source>
        <translation>Pod 已结束：%1。%2</translation>
    </message>
    <message>
        <source>The container %1 has ended: %2, with %3.</source>
        <translation>容器 %1 已结束：%2，退出码 %3。</translation>
    </message>
    <message>
        <source>Waiting until the container %1 runs.</source>
        <translation>等待容器 %1 运行。</translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>Silence %1 here</source>
        <translation>在此处忽略 %1</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Schema, references, selectors, ports, images and names are checked as you edit.</source>
        <translation>编辑时会检查模式、引用、选择算符、端口、镜像和名称。</translation>
    </message>
    <message numerus="yes">
        <source>%n problems can be fixed at once</source>
        <translation>
            <numerusform>%n 个问题可立即修复</numerusform>
        </translation>
    </message>
    <message>
        <source>Fix all</source>
        <translation>全部修复</translation>
    </message>
    <message>
        <source>Makes every fix that leaves nothing to choose; one step of undo</source>
        <translation>执行所有无需选择的修复；可一步撤销</translation>
    </message>
    <message numerus="yes">
        <source>%n fixes…</source>
        <translation>
            <numerusform>%n 种修复…</numerusform>
        </translation>
    </message>
    <message>
        <source>Why %1 matters</source>
        <translation>%1 为何重要</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>simulated machines, in memory</source>
        <translation>内存中的模拟机器</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Has a node</source>
        <translation>已分配节点</translation>
    </message>
    <message>
        <source>Has no node yet</source>
        <translation>尚未分配节点</translation>
    </message>
    <message>
        <source>Sandbox and network are there</source>
        <translation>沙箱和网络已就绪</translation>
    </message>
    <message>
        <source>Waits for its sandbox</source>
        <translation>等待沙箱</translation>
    </message>
    <message>
        <source>Init containers are done</source>
        <translation>Init 容器已完成</translation>
    </message>
    <message>
        <source>Waits for its init containers</source>
        <translation>等待 Init 容器</translation>
    </message>
    <message>
        <source>All containers are ready</source>
        <translation>所有容器均已就绪</translation>
    </message>
    <message>
        <source>Not all containers are ready</source>
        <translation>并非所有容器都就绪</translation>
    </message>
    <message>
        <source>Is about to be taken away</source>
        <translation>即将被移走</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Short of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Enough memory</source>
        <translation>内存充足</translation>
    </message>
    <message>
        <source>Short of disk space</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Enough disk space</source>
        <translation>磁盘空间充足</translation>
    </message>
    <message>
        <source>Short of process numbers</source>
        <translation>进程号不足</translation>
    </message>
    <message>
        <source>Enough process numbers</source>
        <translation>进程号充足</translation>
    </message>
    <message>
        <source>Network is not set up</source>
        <translation>网络未配置</translation>
    </message>
    <message>
        <source>Network is set up</source>
        <translation>网络已配置</translation>
    </message>
    <message>
        <source>Enough pods are available</source>
        <translation>可用的 Pod 足够</translation>
    </message>
    <message>
        <source>Too few pods are available</source>
        <translation>可用的 Pod 太少</translation>
    </message>
    <message>
        <source>Pods cannot be made</source>
        <translation>无法创建 Pod</translation>
    </message>
    <message>
        <source>Pods can be made</source>
        <translation>可以创建 Pod</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Has succeeded</source>
        <translation>已成功</translation>
    </message>
    <message>
        <source>Has not succeeded yet</source>
        <translation>尚未成功</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Not failed</source>
        <translation>未失败</translation>
    </message>
    <message>
        <source>Is failing</source>
        <translation>正在失败</translation>
    </message>
    <message>
        <source>Not failing</source>
        <translation>没有失败</translation>
    </message>
    <message>
        <source>Able to scale</source>
        <translation>可以扩缩</translation>
    </message>
    <message>
        <source>Cannot scale</source>
        <translation>无法扩缩</translation>
    </message>
    <message>
        <source>Measures are there</source>
        <translation>指标可用</translation>
    </message>
    <message>
        <source>Measures are missing</source>
        <translation>缺少指标</translation>
    </message>
    <message>
        <source>Pods may be taken away</source>
        <translation>允许移走 Pod</translation>
    </message>
    <message>
        <source>No pod may be taken away</source>
        <translation>不允许移走任何 Pod</translation>
    </message>
    <message>
        <source>Is served</source>
        <translation>已提供服务</translation>
    </message>
    <message>
        <source>Is not served</source>
        <translation>未提供服务</translation>
    </message>
    <message>
        <source>Its names are free</source>
        <translation>其名称可用</translation>
    </message>
    <message>
        <source>Its names are taken</source>
        <translation>其名称已被占用</translation>
    </message>
    <message>
        <source>%1: unknown</source>
        <translation>%1：未知</translation>
    </message>
    <message>
        <source>Rollout is complete</source>
        <translation>上线已完成</translation>
    </message>
    <message>
        <source>Rollout under way</source>
        <translation>正在上线</translation>
    </message>
    <message>
        <source>Rollout is paused</source>
        <translation>上线已暂停</translation>
    </message>
    <message>
        <source>Rollout is stuck</source>
        <translation>上线停滞</translation>
    </message>
    <message>
        <source>At the limit of its replicas</source>
        <translation>达到副本数上限或下限</translation>
    </message>
    <message>
        <source>Within its limits</source>
        <translation>在限制范围内</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Not suspended</source>
        <translation>未挂起</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>已运行 %1</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Ended with %1</source>
        <translation>以 %1 结束</translation>
    </message>
    <message>
        <source>the last run ended with %1 (%2), %3 ago</source>
        <translation>上一次运行以 %1（%2）结束，%3 前</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>尚未创建</translation>
    </message>
    <message>
        <source>selects</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>selects it</source>
        <translation>选择它</translation>
    </message>
    <message>
        <source>routes to</source>
        <translation>路由到</translation>
    </message>
    <message>
        <source>routes to it</source>
        <translation>路由到它</translation>
    </message>
    <message>
        <source>is attached to</source>
        <translation>挂接到</translation>
    </message>
    <message>
        <source>is attached to it</source>
        <translation>挂接到它</translation>
    </message>
    <message>
        <source>scales</source>
        <translation>扩缩</translation>
    </message>
    <message>
        <source>scales it</source>
        <translation>扩缩它</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>reads it</source>
        <translation>读取它</translation>
    </message>
    <message>
        <source>pulls images with</source>
        <translation>拉取镜像时使用</translation>
    </message>
    <message>
        <source>pulls images with it</source>
        <translation>用它拉取镜像</translation>
    </message>
    <message>
        <source>mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>mounts it</source>
        <translation>挂载它</translation>
    </message>
    <message>
        <source>gets its names from</source>
        <translation>名称来自</translation>
    </message>
    <message>
        <source>gets its names from it</source>
        <translation>名称来自它</translation>
    </message>
    <message>
        <source>claims</source>
        <translation>申领</translation>
    </message>
    <message>
        <source>claims it</source>
        <translation>申领它</translation>
    </message>
    <message>
        <source>is of class</source>
        <translation>属于类</translation>
    </message>
    <message>
        <source>is of this class</source>
        <translation>属于此类</translation>
    </message>
    <message>
        <source>is bound to</source>
        <translation>绑定到</translation>
    </message>
    <message>
        <source>is bound to it</source>
        <translation>绑定到它</translation>
    </message>
    <message>
        <source>runs as</source>
        <translation>运行身份</translation>
    </message>
    <message>
        <source>runs as it</source>
        <translation>以其身份运行</translation>
    </message>
    <message>
        <source>grants</source>
        <translation>授予</translation>
    </message>
    <message>
        <source>grants it</source>
        <translation>授予它</translation>
    </message>
    <message>
        <source>grants rights to</source>
        <translation>授权给</translation>
    </message>
    <message>
        <source>grants rights to it</source>
        <translation>授权给它</translation>
    </message>
    <message>
        <source>lets traffic through with</source>
        <translation>放行流量，依据</translation>
    </message>
    <message>
        <source>lets traffic through with it</source>
        <translation>依据它放行流量</translation>
    </message>
    <message>
        <source>runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>runs on it</source>
        <translation>运行于其上</translation>
    </message>
    <message>
        <source>may run on</source>
        <translation>可运行于</translation>
    </message>
    <message>
        <source>may run on it</source>
        <translation>可运行于其上</translation>
    </message>
    <message>
        <source>is owned by</source>
        <translation>属主是</translation>
    </message>
    <message>
        <source>is owned by it</source>
        <translation>属主是它</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>has no key %1</source>
        <translation>没有键 %1</translation>
    </message>
    <message>
        <source>this cluster has no such kind</source>
        <translation>此集群没有该类别</translation>
    </message>
    <message>
        <source>cannot tell: %1</source>
        <translation>无法判断：%1</translation>
    </message>
    <message>
        <source>is not there, and may be missing</source>
        <translation>不存在，但可以缺失</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 个就绪</translation>
    </message>
    <message>
        <source>and one that it owns</source>
        <translation>以及它拥有的一个对象</translation>
    </message>
    <message>
        <source>and %1 that it owns</source>
        <translation>以及它拥有的 %1 个对象</translation>
    </message>
    <message>
        <source>in all namespaces</source>
        <translation>所有名字空间中</translation>
    </message>
    <message>
        <source>in namespace %1</source>
        <translation>名字空间 %1 中</translation>
    </message>
    <message>
        <source>Cannot tell about %1: no permission to list them %2.</source>
        <translation>无法了解 %1：没有列出它们的权限（%2）。</translation>
    </message>
    <message>
        <source>Of %1 only those %2: no permission to list them elsewhere.</source>
        <translation>%1 仅限%2：没有在别处列出它们的权限。</translation>
    </message>
    <message>
        <source>%1 of the %2 were left out: too many.</source>
        <translation>%2 中有 %1 个被略去：太多。</translation>
    </message>
    <message>
        <source>Not all %1 were looked at: too many.</source>
        <translation>没有查看全部 %1：太多。</translation>
    </message>
    <message>
        <source>Cannot tell about %1: %2</source>
        <translation>无法了解 %1：%2</translation>
    </message>
    <message>
        <source>%1 % of its limit of %2</source>
        <translation>其限制 %2 的 %1%</translation>
    </message>
    <message>
        <source>%1 % of the %2 that it requests</source>
        <translation>其请求 %2 的 %1%</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>没有限制</translation>
    </message>
    <message>
        <source>It is larger than the 3 MiB that a server takes.</source>
        <translation>它超过了服务器接受的 3 MiB。</translation>
    </message>
    <message>
        <source>With its aliases it is larger than the 3 MiB that a server takes.</source>
        <translation>展开别名后，它超过了服务器接受的 3 MiB。</translation>
    </message>
    <message>
        <source>It must be an object: fields with values.</source>
        <translation>它必须是对象：带值的字段。</translation>
    </message>
    <message>
        <source>%1 cannot be changed: that would be another object.</source>
        <translation>%1 不能更改：那将是另一个对象。</translation>
    </message>
    <message>
        <source>metadata must be an object.</source>
        <translation>metadata 必须是对象。</translation>
    </message>
    <message>
        <source>%1 is no regular expression: %2</source>
        <translation>%1 不是正则表达式：%2</translation>
    </message>
    <message>
        <source>%1 is no label selector: %2</source>
        <translation>%1 不是标签选择算符：%2</translation>
    </message>
    <message>
        <source>The server&apos;s answer cannot be read: %1.</source>
        <translation>无法读取服务器的响应：%1。</translation>
    </message>
    <message>
        <source>The server does not answer with tables for this kind.</source>
        <translation>服务器不以表格形式返回此类别。</translation>
    </message>
    <message>
        <source>The pod %1 has no port called %2.</source>
        <translation>Pod %1 没有名为 %2 的端口。</translation>
    </message>
    <message>
        <source>The service %1 has no port %2 any more.</source>
        <translation>Service %1 已没有端口 %2。</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n 个键</numerusform>
        </translation>
    </message>
    <message>
        <source>Immutable</source>
        <translation>不可变更</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>已排定</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>时间表</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>立即运行</translation>
    </message>
    <message>
        <source>Run %1 now</source>
        <translation>立即运行 %1</translation>
    </message>
    <message>
        <source>Delete the job that was run</source>
        <translation>删除已运行的 Job</translation>
    </message>
    <message>
        <source>What it owns</source>
        <translation>它拥有的对象</translation>
    </message>
    <message>
        <source>goes after it</source>
        <translation>在其之后消失</translation>
    </message>
    <message>
        <source>goes before it</source>
        <translation>在其之前消失</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>The data on its volume</source>
        <translation>其卷上的数据</translation>
    </message>
    <message>
        <source>%1, which is deleted with its claim</source>
        <translation>%1，随其申领一起删除</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>every object of this kind, in all namespaces</source>
        <translation>此类别的所有对象，遍及所有名字空间</translation>
    </message>
    <message>
        <source>Deletes %1. This cannot be undone.</source>
        <translation>删除 %1。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Perhaps more</source>
        <translation>可能还有更多</translation>
    </message>
    <message>
        <source>kinds that could not be looked at, or not to the end: %1</source>
        <translation>无法查看或未能查看完整的类别：%1</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Delete without waiting…</source>
        <translation>立即强制删除…</translation>
    </message>
    <message>
        <source>Takes %1 out of the cluster at once, with a grace period of zero: its containers are killed without being told to end first. When its machine is out of reach they may go on running there, beside the pod that takes its place.</source>
        <translation>以零宽限期立即将 %1 移出集群：其容器会被直接杀死，不会事先收到终止通知。如果其机器无法访问，它们可能会在那里继续运行，与接替它的 Pod 并存。</translation>
    </message>
    <message>
        <source>Delete without waiting</source>
        <translation>立即强制删除</translation>
    </message>
    <message>
        <source>Delete %1 without waiting</source>
        <translation>立即强制删除 %1</translation>
    </message>
    <message>
        <source>Kubernetes holds a claim until no pod uses it any more.</source>
        <translation>Kubernetes 会保留申领，直到没有 Pod 使用它。</translation>
    </message>
    <message>
        <source>Kubernetes holds a volume until it is not bound to a claim any more.</source>
        <translation>Kubernetes 会保留卷，直到它不再绑定到申领。</translation>
    </message>
    <message>
        <source>The garbage collector first deletes everything that it owns.</source>
        <translation>垃圾收集器会先删除它拥有的一切。</translation>
    </message>
    <message>
        <source>The garbage collector first lets go of what it owns.</source>
        <translation>垃圾收集器会先释放它拥有的对象。</translation>
    </message>
    <message>
        <source>The cloud&apos;s controller first takes the load balancer down; without it, the load balancer stays and costs.</source>
        <translation>云平台的控制器会先拆除负载均衡器；否则负载均衡器会保留并继续计费。</translation>
    </message>
    <message>
        <source>The job controller first counts how the pod ended.</source>
        <translation>Job 控制器会先统计 Pod 的结束情况。</translation>
    </message>
    <message>
        <source>Kubernetes first deletes all objects of this kind.</source>
        <translation>Kubernetes 会先删除此类别的所有对象。</translation>
    </message>
    <message>
        <source>Argo CD first deletes what the application deployed.</source>
        <translation>Argo CD 会先删除该应用部署的内容。</translation>
    </message>
    <message>
        <source>The controller of %1 first cleans up what belongs to it. See whether it runs.</source>
        <translation>%1 的控制器会先清理相关内容。请检查它是否在运行。</translation>
    </message>
    <message>
        <source>Whoever has set it first cleans up.</source>
        <translation>设置它的一方会先进行清理。</translation>
    </message>
    <message>
        <source>Remove its finalizers…</source>
        <translation>移除其 Finalizer…</translation>
    </message>
    <message>
        <source>%1 is being deleted and waits for somebody to clean up after it: %2. Without these entries it goes at once, and what they stood for stays behind. Do this when their owner does not exist any more.</source>
        <translation>%1 正在删除，等待其他组件进行清理：%2。没有这些条目它会立即消失，而它们所代表的内容会遗留下来。仅当其所有者已不存在时才这样做。</translation>
    </message>
    <message>
        <source>Remove finalizers</source>
        <translation>移除 Finalizer</translation>
    </message>
    <message>
        <source>Remove finalizers of %1</source>
        <translation>移除 %1 的 Finalizer</translation>
    </message>
    <message>
        <source>Choose at least one.</source>
        <translation>请至少选择一个。</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 以及另外 %2 个</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Rolling out</source>
        <translation>正在上线</translation>
    </message>
    <message>
        <source>Resume the rollout</source>
        <translation>继续上线</translation>
    </message>
    <message>
        <source>Pause the rollout</source>
        <translation>暂停上线</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>Terminating</source>
        <translation>正在终止</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>存在时间</translation>
    </message>
    <message>
        <source>Finalizers</source>
        <translation>Finalizer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>At its maximum</source>
        <translation>已达上限</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>正在扩缩</translation>
    </message>
    <message>
        <source>%1 of %2 to %3</source>
        <translation>%1，范围 %2 到 %3</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>扩缩目标</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>%1, wants %2</source>
        <translation>%1，期望 %2</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 与 %2</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>限制…</translation>
    </message>
    <message>
        <source>Set limits</source>
        <translation>设置限制</translation>
    </message>
    <message>
        <source>Keep %1 between %2 and %3 replicas</source>
        <translation>将 %1 保持在 %2 到 %3 个副本</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>At least one replica.</source>
        <translation>至少一个副本。</translation>
    </message>
    <message>
        <source>No less than the other one.</source>
        <translation>不得小于另一个值。</translation>
    </message>
    <message>
        <source>It needs an image.</source>
        <translation>需要镜像。</translation>
    </message>
    <message>
        <source>An image&apos;s name has no spaces.</source>
        <translation>镜像名称不能包含空格。</translation>
    </message>
    <message>
        <source>This is no image&apos;s name, such as registry.example.com/shop/web:1.4 (lower case, one tag).</source>
        <translation>这不是有效的镜像名称，例如 registry.example.com/shop/web:1.4（小写，一个标签）。</translation>
    </message>
    <message>
        <source>Set image…</source>
        <translation>设置镜像…</translation>
    </message>
    <message>
        <source>Set image</source>
        <translation>设置镜像</translation>
    </message>
    <message>
        <source>Container %1</source>
        <translation>容器 %1</translation>
    </message>
    <message>
        <source>Init container %1</source>
        <translation>Init 容器 %1</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>尚未更改任何内容。</translation>
    </message>
    <message>
        <source>Set the image of %1 to %2</source>
        <translation>将 %1 的镜像设置为 %2</translation>
    </message>
    <message>
        <source>Set the image of %1 back to %2</source>
        <translation>将 %1 的镜像恢复为 %2</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>失败中</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>已启动</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>注解</translation>
    </message>
    <message>
        <source>Change the %1 of %2</source>
        <translation>更改 %2 的 %1</translation>
    </message>
    <message>
        <source>Change the %1 of %2 back</source>
        <translation>撤回对 %2 的 %1 的更改</translation>
    </message>
    <message>
        <source>It has no key.</source>
        <translation>缺少键。</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>键：%1</translation>
    </message>
    <message>
        <source>Value: %1</source>
        <translation>值：%1</translation>
    </message>
    <message>
        <source>This key stands above already.</source>
        <translation>上方已有此键。</translation>
    </message>
    <message>
        <source>Together they are larger than 256 KiB, which Kubernetes refuses.</source>
        <translation>它们合计超过 256 KiB，Kubernetes 会拒绝。</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Annotations…</source>
        <translation>注解…</translation>
    </message>
    <message>
        <source>Cordoned</source>
        <translation>已隔离</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Allocatable</source>
        <translation>可分配</translation>
    </message>
    <message>
        <source>Uncordon</source>
        <translation>取消隔离</translation>
    </message>
    <message>
        <source>Cordon</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Cordon %1</source>
        <translation>隔离 %1</translation>
    </message>
    <message>
        <source>Uncordon %1</source>
        <translation>取消隔离 %1</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>腾空…</translation>
    </message>
    <message>
        <source>Choose what it does.</source>
        <translation>请选择其效果。</translation>
    </message>
    <message>
        <source>This key stands above already, with the same effect.</source>
        <translation>上方已有相同效果的此键。</translation>
    </message>
    <message>
        <source>Taints…</source>
        <translation>污点…</translation>
    </message>
    <message>
        <source>Taint</source>
        <translation>污点</translation>
    </message>
    <message>
        <source>Change the taints of %1</source>
        <translation>更改 %1 的污点</translation>
    </message>
    <message>
        <source>Change the taints of %1 back</source>
        <translation>撤回对 %1 的污点的更改</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Has</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>访问</translation>
    </message>
    <message>
        <source>It has no storage class; only volumes of a class can be made larger.</source>
        <translation>它没有存储类；只有属于某个类的卷才能扩大。</translation>
    </message>
    <message>
        <source>Its storage class %1 does not let volumes grow (allowVolumeExpansion).</source>
        <translation>其存储类 %1 不允许扩大卷（allowVolumeExpansion）。</translation>
    </message>
    <message>
        <source>Make larger…</source>
        <translation>扩大…</translation>
    </message>
    <message>
        <source>A volume can be made larger, never smaller again. It has %1 now.</source>
        <translation>卷只能扩大，不能再缩小。当前为 %1。</translation>
    </message>
    <message>
        <source>Make larger</source>
        <translation>扩大</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Make %1 %2 large</source>
        <translation>将 %1 扩大到 %2</translation>
    </message>
    <message>
        <source>This is no size, such as 20Gi.</source>
        <translation>这不是有效的大小，例如 20Gi。</translation>
    </message>
    <message>
        <source>It has to be more than %1.</source>
        <translation>必须大于 %1。</translation>
    </message>
    <message>
        <source>cordoned: takes no new pods</source>
        <translation>已隔离：不接收新的 Pod</translation>
    </message>
    <message>
        <source>Any machine</source>
        <translation>任意机器</translation>
    </message>
    <message>
        <source>no longer pinned</source>
        <translation>不再固定</translation>
    </message>
    <message>
        <source>It may run on any machine now.</source>
        <translation>现在可以在任意机器上运行。</translation>
    </message>
    <message>
        <source>It is pinned to this one now.</source>
        <translation>现在固定在这台机器上。</translation>
    </message>
    <message>
        <source>Let %1 run on any machine again</source>
        <translation>让 %1 重新可在任意机器上运行</translation>
    </message>
    <message>
        <source>Pin %1 back to %2</source>
        <translation>将 %1 重新固定到 %2</translation>
    </message>
    <message>
        <source>Let %1 run on any machine</source>
        <translation>让 %1 可在任意机器上运行</translation>
    </message>
    <message>
        <source>Pin %1 to %2</source>
        <translation>将 %1 固定到 %2</translation>
    </message>
    <message>
        <source>Pin to a machine…</source>
        <translation>固定到机器…</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Evict…</source>
        <translation>驱逐…</translation>
    </message>
    <message>
        <source>Ends %1 unless a disruption budget forbids it. Its controller makes another one, on any machine.</source>
        <translation>终止 %1，除非干扰预算禁止。其控制器会在任意机器上创建另一个。</translation>
    </message>
    <message>
        <source>Evict</source>
        <translation>驱逐</translation>
    </message>
    <message>
        <source>Evict %1</source>
        <translation>驱逐 %1</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Forward a port…</source>
        <translation>转发端口…</translation>
    </message>
    <message>
        <source>Waiting for a node</source>
        <translation>等待节点</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Logs of the previous run</source>
        <translation>上一次运行的日志</translation>
    </message>
    <message>
        <source>Roll %1 back to revision %2</source>
        <translation>将 %1 回滚到修订版本 %2</translation>
    </message>
    <message>
        <source>Take the rollback of %1 back</source>
        <translation>撤销 %1 的回滚</translation>
    </message>
    <message>
        <source>Revision %1, now</source>
        <translation>修订版本 %1（当前）</translation>
    </message>
    <message>
        <source>Revision %1</source>
        <translation>修订版本 %1</translation>
    </message>
    <message>
        <source>Its rollout is paused. Resume it first, then roll it back.</source>
        <translation>其上线已暂停。请先继续，然后再回滚。</translation>
    </message>
    <message>
        <source>Its revisions cannot be read: %1</source>
        <translation>无法读取其修订版本：%1</translation>
    </message>
    <message>
        <source>No earlier revision is kept. How many are is its revisionHistoryLimit.</source>
        <translation>没有保留更早的修订版本。保留数量由其 revisionHistoryLimit 决定。</translation>
    </message>
    <message>
        <source>Choose a revision.</source>
        <translation>请选择一个修订版本。</translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation>回滚…</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修订版本</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>, on every node %1</source>
        <translation>，每个节点上 %1</translation>
    </message>
    <message>
        <source>none (headless)</source>
        <translation>无（无头）</translation>
    </message>
    <message>
        <source>Name outside</source>
        <translation>外部名称</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>nothing by itself</source>
        <translation>自身不选择任何对象</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Scaled to zero</source>
        <translation>已缩减到零</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Scale…</source>
        <translation>扩缩…</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>扩缩</translation>
    </message>
    <message>
        <source>Scale %1 to %2</source>
        <translation>将 %1 扩缩到 %2</translation>
    </message>
    <message>
        <source>Scale %1 back to %2</source>
        <translation>将 %1 恢复到 %2</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Replaces the pods of %1 by new ones, a few at a time.</source>
        <translation>逐步用新的 Pod 替换 %1 的 Pod。</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>重启 %1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <translation>挂起 %1</translation>
    </message>
    <message>
        <source>/%1/ is no regular expression: %2</source>
        <translation>/%1/ 不是正则表达式：%2</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>The selector of %1 cannot be read.</source>
        <translation>无法读取 %1 的选择算符。</translation>
    </message>
    <message>
        <source>%1 %2 selects no pods.</source>
        <translation>%1 %2 没有选中任何 Pod。</translation>
    </message>
    <message>
        <source>too much to look at</source>
        <translation>内容太多，无法查看</translation>
    </message>
    <message>
        <source>Shell on the node…</source>
        <translation>节点上的 Shell…</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>在编辑器中打开</translation>
    </message>
</context>
<context>
    <name>QuickAdd</name>
    <message>
        <source>Add something</source>
        <translation>添加内容</translation>
    </message>
    <message>
        <source>New, and connected to %1</source>
        <translation>新建并连接到 %1</translation>
    </message>
    <message>
        <source>What can be added</source>
        <translation>可添加的内容</translation>
    </message>
    <message>
        <source>Nothing new can be connected to it.</source>
        <translation>没有可与其连接的新对象。</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有匹配此名称的内容。</translation>
    </message>
</context>
<context>
    <name>RelationsPage</name>
    <message>
        <source>Relations</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Owns</source>
        <translation>拥有</translation>
    </message>
    <message>
        <source>Refers to</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Referred to by</source>
        <translation>被引用</translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> 位于 %1</translation>
    </message>
    <message>
        <source>Looking for relations</source>
        <translation>正在查找关系</translation>
    </message>
    <message>
        <source>It stands alone</source>
        <translation>它是独立的</translation>
    </message>
    <message>
        <source>Reading what may refer to it</source>
        <translation>正在读取可能引用它的对象</translation>
    </message>
    <message>
        <source>It refers to nothing, owns nothing, and nothing refers to it.</source>
        <translation>它不引用任何对象，不拥有任何对象，也没有对象引用它。</translation>
    </message>
</context>
<context>
    <name>RemarkBand</name>
    <message>
        <source>%1 Show less</source>
        <translation>%1 显示较少</translation>
    </message>
    <message>
        <source>%1 Show all</source>
        <translation>%1 显示全部</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Where the cluster&apos;s data goes</source>
        <translation>集群数据的存放位置</translation>
    </message>
</context>
<context>
    <name>RenameBox</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>What refers to it by name in this project gets the new name, too.</source>
        <translation>此项目中按名称引用它的内容也会改用新名称。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>%1 is there already</source>
        <translation>%1 已存在</translation>
    </message>
    <message numerus="yes">
        <source>%n are there already</source>
        <translation>
            <numerusform>%n 个已存在</numerusform>
        </translation>
    </message>
    <message>
        <source>Replacing cannot be undone. Folders are merged: what has the same name in them is replaced.</source>
        <translation>替换无法撤销。文件夹将合并：其中同名的内容会被替换。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>ReplicaSquares</name>
    <message>
        <source>%1 ready</source>
        <translation>%1 个就绪</translation>
    </message>
    <message>
        <source>%1 starting</source>
        <translation>%1 个正在启动</translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>%1 个缺失</translation>
    </message>
    <message>
        <source>%1 leaving</source>
        <translation>%1 个正在离开</translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 个已完成</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>另外 %1 个</translation>
    </message>
    <message>
        <source>Pods: %1</source>
        <translation>Pod：%1</translation>
    </message>
</context>
<context>
    <name>ResourceIndex</name>
    <message>
        <source>Workloads</source>
        <translation>工作负载</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>访问</translation>
    </message>
</context>
<context>
    <name>ResourceTable</name>
    <message numerus="yes">
        <source>%1: %n rows</source>
        <translation>
            <numerusform>%1：%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>ReviewSheet</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RevisionChooser</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Branch, tag or commit</source>
        <translation>分支、标签或提交</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Branches of remotes</source>
        <translation>远程分支</translation>
    </message>
    <message>
        <source>Pull requests</source>
        <translation>拉取请求</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Commits</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有匹配项</translation>
    </message>
</context>
<context>
    <name>RolloutTexts</name>
    <message>
        <source>%1 of %2 pods ready</source>
        <translation>%2 个 Pod 中已就绪 %1 个</translation>
    </message>
    <message>
        <source>The roll-out is paused.</source>
        <translation>上线已暂停。</translation>
    </message>
    <message>
        <source>%1 of %2 runs done</source>
        <translation>%2 次运行中已完成 %1 次</translation>
    </message>
</context>
<context>
    <name>RuleSheet</name>
    <message>
        <source>Why it matters</source>
        <translation>为何重要</translation>
    </message>
    <message>
        <source>How it is mended</source>
        <translation>如何修复</translation>
    </message>
    <message>
        <source>A comment on the line, or on the one above it, silences it there:</source>
        <translation>在该行或其上一行添加注释即可在该处静默：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>The cluster of this machine</source>
        <translation>本机的集群</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Is stopped</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Change them</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>StartProgress</name>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>usually %1</source>
        <translation>通常 %1</translation>
    </message>
    <message>
        <source>%1, usually %2</source>
        <translation>%1，通常 %2</translation>
    </message>
    <message>
        <source>failed after %1</source>
        <translation>%1 后失败</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>create after</source>
        <translation>随后创建</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>有问题</translation>
    </message>
</context>
<context>
    <name>TerminalPage</name>
    <message>
        <source>Terminal in %1</source>
        <translation>%1 中的终端</translation>
    </message>
    <message>
        <source>The clipboard holds more than can be pasted at once.</source>
        <translation>剪贴板中的内容过多，无法一次粘贴。</translation>
    </message>
    <message>
        <source>Ctrl+Tab leaves it.</source>
        <translation>按 Ctrl+Tab 离开。</translation>
    </message>
    <message>
        <source>Lines above</source>
        <translation>上方的行</translation>
    </message>
    <message>
        <source>Opening a shell</source>
        <translation>正在打开 Shell</translation>
    </message>
    <message>
        <source>Looking at the pod</source>
        <translation>正在查看 Pod</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>The image has no %1</source>
        <translation>镜像中没有 %1</translation>
    </message>
    <message>
        <source>The image has no shell</source>
        <translation>镜像中没有 Shell</translation>
    </message>
</context>
<context>
    <name>TerminalToolbar</name>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Bash, or sh</source>
        <translation>Bash 或 sh</translation>
    </message>
    <message>
        <source>Open, %1 × %2</source>
        <translation>已打开，%1 × %2</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Copy what is selected</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Begin a new shell</source>
        <translation>开始新的 Shell</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Read-only. Unlock…</source>
        <translation>只读。解锁…</translation>
    </message>
    <message>
        <source>Unlocked. Lock</source>
        <translation>已解锁。锁定</translation>
    </message>
    <message>
        <source>Go to or do</source>
        <translation>前往或执行</translation>
    </message>
    <message numerus="yes">
        <source>%n failures</source>
        <translation>
            <numerusform>%n 次失败</numerusform>
        </translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>已执行的操作</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>从 YAML 新建</translation>
    </message>
</context>
<context>
    <name>TopologyPage</name>
    <message>
        <source>Sphere</source>
        <translation>球面</translation>
    </message>
    <message>
        <source>Machines around the control plane</source>
        <translation>环绕控制平面的机器</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>关系图</translation>
    </message>
    <message>
        <source>Who refers to whom</source>
        <translation>谁引用谁</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>A card for each machine</source>
        <translation>每台机器一张卡片</translation>
    </message>
    <message>
        <source>Topology</source>
        <translation>拓扑</translation>
    </message>
    <message>
        <source>A %1 cannot be pinned. Deployments and stateful sets can.</source>
        <translation>%1 不能固定。Deployment 和 StatefulSet 可以。</translation>
    </message>
    <message>
        <source>A pod of no workload stays where it is. Pods of deployments and stateful sets can be pinned.</source>
        <translation>不属于工作负载的 Pod 留在原处。Deployment 和 StatefulSet 的 Pod 可以固定。</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2上有 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>, in %1, the only namespace you may list</source>
        <translation>，位于 %1，您唯一有权列出的名字空间</translation>
    </message>
    <message>
        <source>, filtered</source>
        <translation>，已过滤</translation>
    </message>
    <message>
        <source>Filters and grouping</source>
        <translation>过滤与分组</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>有响应</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>silent since %1</source>
        <translation>自 %1 起无响应</translation>
    </message>
    <message>
        <source>Sphere of machines. Arrow keys turn it, Tab goes from machine to machine, J and K from pod to pod, Enter opens.</source>
        <translation>机器球面。方向键旋转，Tab 在机器间移动，J 和 K 在 Pod 间移动，Enter 打开。</translation>
    </message>
    <message>
        <source>Map of what refers to what. Arrow keys go from card to card, Enter opens, F shows all of it.</source>
        <translation>引用关系图。方向键在卡片间移动，Enter 打开，F 显示全部。</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>正在读取集群</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>No nodes yet</source>
        <translation>还没有节点</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>正在绘制关系图</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Nothing runs here</source>
        <translation>这里没有运行任何内容</translation>
    </message>
    <message>
        <source>A node appears here as soon as it joins.
On this machine: armillaryctl up</source>
        <translation>节点加入后会立即显示在这里。
在本机上：armillaryctl up</translation>
    </message>
    <message>
        <source>No workload fits the filter, and nothing that belongs to one.</source>
        <translation>没有工作负载或其相关对象符合过滤条件。</translation>
    </message>
    <message>
        <source>No workload, service or ingress in the chosen namespaces.</source>
        <translation>所选名字空间中没有工作负载、Service 或 Ingress。</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>%1 with problems  ·  </source>
        <translation>%1 个有问题  ·  </translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>显示 %1 个</translation>
    </message>
    <message>
        <source>  ·  %1 more not shown: filter, or choose namespaces</source>
        <translation>  ·  另有 %1 个未显示：请过滤或选择名字空间</translation>
    </message>
    <message>
        <source>Arcs: processors left, memory right, as requested  ·  Drag turns, wheel zooms</source>
        <translation>弧线：左为处理器，右为内存（请求量）  ·  拖动旋转，滚轮缩放</translation>
    </message>
    <message>
        <source>Drag moves, wheel zooms, handles scale</source>
        <translation>拖动移动，滚轮缩放，手柄扩缩</translation>
    </message>
    <message numerus="yes">
        <source>%n more cards not shown</source>
        <translation>
            <numerusform>另有 %n 张卡片未显示</numerusform>
        </translation>
    </message>
    <message>
        <source>Drag a pod to another machine to pin its workload there</source>
        <translation>将 Pod 拖到另一台机器上，可将其工作负载固定在那里</translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>Uploading</source>
        <translation>正在上传</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Uploaded</source>
        <translation>已上传</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>已下载</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>取消 %1</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>The cluster is running</source>
        <translation>集群正在运行</translation>
    </message>
    <message>
        <source>The cluster is starting</source>
        <translation>集群正在启动</translation>
    </message>
    <message>
        <source>The cluster is stopping</source>
        <translation>集群正在停止</translation>
    </message>
    <message>
        <source>The cluster is not running</source>
        <translation>集群未运行</translation>
    </message>
    <message>
        <source>Armillary: %1</source>
        <translation>Armillary：%1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Stop the cluster and quit</source>
        <translation>停止集群并退出</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Unlock %1</source>
        <translation>解锁 %1</translation>
    </message>
    <message>
        <source>This context is production. For 15 minutes the window will be able to change it. Type its name to go on.</source>
        <translation>此上下文是生产环境。窗口将在 15 分钟内可以更改它。请输入其名称以继续。</translation>
    </message>
    <message>
        <source>The context&apos;s name</source>
        <translation>上下文名称</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
</context>
<context>
    <name>UsagePanel</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>┄ requested</source>
        <translation>┄ 请求</translation>
    </message>
    <message>
        <source>─ limit</source>
        <translation>─ 限制</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Asking for the first measures…</source>
        <translation>正在获取首批指标…</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>It is being rendered.</source>
        <translation>正在渲染。</translation>
    </message>
    <message>
        <source>This is what the files come to. What is changed here is written where it belongs.</source>
        <translation>这是这些文件的渲染结果。在此处所做的更改会写入其所属之处。</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到 %1</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The files, or what a kustomization or chart comes to</source>
        <translation>文件，或 kustomization 或 chart 的渲染结果</translation>
    </message>
</context>
<context>
    <name>ViewSwitch</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Your cluster is being stopped</source>
        <translation>正在停止您的集群</translation>
    </message>
    <message>
        <source>The cluster is not up yet</source>
        <translation>集群尚未启动</translation>
    </message>
    <message>
        <source>Your cluster is on its way</source>
        <translation>正在准备您的集群</translation>
    </message>
    <message>
        <source>Your cluster is not running</source>
        <translation>您的集群未运行</translation>
    </message>
    <message>
        <source>Kubernetes on this machine</source>
        <translation>本机上的 Kubernetes</translation>
    </message>
    <message>
        <source>It is where you left it, in %1. Starting it takes a few seconds.</source>
        <translation>它仍在您离开时的位置 %1。启动需要几秒钟。</translation>
    </message>
    <message>
        <source>A whole cluster of your own: control plane, this machine as its node, containers, network and DNS. kubectl, Helm and everything else that speaks Kubernetes works with it as it is.</source>
        <translation>一个完整的自有集群：控制平面、作为节点的本机、容器、网络和 DNS。kubectl、Helm 以及其他所有 Kubernetes 工具都可直接使用。</translation>
    </message>
</context>
<context>
    <name>WelcomeChoices</name>
    <message>
        <source>Start the cluster</source>
        <translation>启动集群</translation>
    </message>
    <message>
        <source>Create the cluster</source>
        <translation>创建集群</translation>
    </message>
    <message>
        <source>Run containers on this machine</source>
        <translation>在本机上运行容器</translation>
    </message>
    <message>
        <source>You will be asked for your password once</source>
        <translation>系统会询问一次您的密码</translation>
    </message>
    <message>
        <source>One program runs as root, through sudo</source>
        <translation>有一个程序通过 sudo 以 root 运行</translation>
    </message>
    <message>
        <source>One program has to be run as root by you</source>
        <translation>有一个程序需要您以 root 运行</translation>
    </message>
    <message>
        <source>The node agent starts containers and sets up their network, which only root may do: it makes a network bridge, rules in nftables tables of its own, cgroups and mounts, and nothing else. This window and the control plane run as you.</source>
        <translation>节点代理启动容器并配置其网络，只有 root 才有权限：它会创建一个网桥、自有 nftables 表中的规则、cgroup 和挂载，除此之外什么也不做。此窗口和控制平面以您的身份运行。</translation>
    </message>
    <message>
        <source>Everything about it goes into %1.</source>
        <translation>与它有关的一切都存放在 %1。</translation>
    </message>
    <message>
        <source>Or</source>
        <translation>或者</translation>
    </message>
    <message>
        <source>Try it with simulated machines</source>
        <translation>用模拟机器试用</translation>
    </message>
    <message>
        <source>Open a kubeconfig…</source>
        <translation>打开 kubeconfig…</translation>
    </message>
    <message>
        <source>Open a kubeconfig</source>
        <translation>打开 kubeconfig</translation>
    </message>
    <message>
        <source>%1 is no kubeconfig, or all of its contexts are known already.</source>
        <translation>%1 不是 kubeconfig，或其中的上下文均已存在。</translation>
    </message>
</context>
<context>
    <name>WhyPage</name>
    <message>
        <source>Causes, the likeliest first</source>
        <translation>原因，最可能的在前</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>下一步：</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Looking for the cause</source>
        <translation>正在查找原因</translation>
    </message>
    <message>
        <source>Reading events, logs and what it refers to</source>
        <translation>正在读取事件、日志及其引用的对象</translation>
    </message>
</context>
<context>
    <name>WorkloadsPage</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>存在时间</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Stateful sets</source>
        <translation>StatefulSet</translation>
    </message>
    <message>
        <source>Daemon sets</source>
        <translation>DaemonSet</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>工作负载</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>%1 in %2, the only namespace you may list</source>
        <translation>%2 中有 %1 个，这是您唯一有权列出的名字空间</translation>
    </message>
    <message>
        <source>%1 in the cluster</source>
        <translation>集群中有 %1 个</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Filter by name, image, status</source>
        <translation>按名称、镜像、状态过滤</translation>
    </message>
    <message numerus="yes">
        <source>Workloads: %n rows</source>
        <translation>
            <numerusform>工作负载：%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the cluster</source>
        <translation>正在读取集群</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Nothing runs yet</source>
        <translation>还没有运行任何内容</translation>
    </message>
    <message>
        <source>No workload has these words. Clear the filter to see all.</source>
        <translation>没有工作负载包含这些词语。清除过滤以查看全部。</translation>
    </message>
    <message>
        <source>Try: kubectl create deployment hello --image=armillary.dev/sample-web:1</source>
        <translation>试试：kubectl create deployment hello --image=armillary.dev/sample-web:1</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除过滤</translation>
    </message>
</context>
<context>
    <name>YamlArea</name>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>YamlPage</name>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>managedFields</source>
        <translation>managedFields</translation>
    </message>
    <message>
        <source>Hide the values</source>
        <translation>隐藏值</translation>
    </message>
    <message>
        <source>Show the values</source>
        <translation>显示值</translation>
    </message>
    <message>
        <source>Copy the YAML</source>
        <translation>复制 YAML</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>YamlPane</name>
    <message>
        <source>Text of what is edited</source>
        <translation>正在编辑的文本</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Reads as YAML</source>
        <translation>是有效的 YAML</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>第 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>No file is open</source>
        <translation>没有打开的文件</translation>
    </message>
    <message>
        <source>What is added to the canvas is written here.</source>
        <translation>添加到画布的内容会写在这里。</translation>
    </message>
</context>
<context>
    <name>YamlView</name>
    <message>
        <source>YAML of %1</source>
        <translation>%1 的 YAML</translation>
    </message>
    <message>
        <source>● not saved</source>
        <translation>● 未保存</translation>
    </message>
    <message>
        <source>Hide the values</source>
        <translation>隐藏值</translation>
    </message>
    <message>
        <source>Show the values</source>
        <translation>显示值</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Back to what the cluster has</source>
        <translation>恢复为集群中的内容</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>It does not exist any more. The text stays here, to be copied.</source>
        <translation>它已不存在。文本保留在这里，可供复制。</translation>
    </message>
    <message>
        <source>Changed in the cluster meanwhile.</source>
        <translation>集群中的内容已更改。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>合并进来</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Reading it</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Reads as YAML</source>
        <translation>是有效的 YAML</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Line %1 of %2</source>
        <translation>第 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>Save %1 %2</source>
        <translation>保存 %1 %2</translation>
    </message>
    <message>
        <source>With what others have changed meanwhile, which stays.</source>
        <translation>连同他人在此期间的更改一起保存，这些更改会保留。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Changed in the cluster meanwhile</source>
        <translation>集群中的内容已更改</translation>
    </message>
</context>
<context>
    <name>armillary::app::Applying</name>
    <message>
        <source>The cluster has all of this already.</source>
        <translation>集群中已经是这些内容。</translation>
    </message>
    <message>
        <source>%1 to create, %2 to change, %3 as they are</source>
        <translation>创建 %1 个，更改 %2 个，%3 个保持不变</translation>
    </message>
    <message>
        <source>%1 applied, %2 not</source>
        <translation>已应用 %1 个，%2 个未应用</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 3 MiB.</source>
        <translation>%1 大于 3 MiB。</translation>
    </message>
    <message>
        <source>%1 is no text in UTF-8.</source>
        <translation>%1 不是 UTF-8 文本。</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects would be refused. Nothing is applied before that is put right.</source>
        <translation>
            <numerusform>%n 个对象会被拒绝。在修正之前不会应用任何内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply %n objects</source>
        <translation>
            <numerusform>应用 %n 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects applied</source>
        <translation>
            <numerusform>已应用 %n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n workloads are ready</source>
        <translation>
            <numerusform>%n 个工作负载已就绪</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 workloads are ready, %3 in trouble</source>
        <translation>%2 个工作负载中已就绪 %1 个，%3 个有问题</translation>
    </message>
    <message>
        <source>%1 of %2 workloads are ready</source>
        <translation>%2 个工作负载中已就绪 %1 个</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
</context>
<context>
    <name>armillary::app::BranchCommit</name>
    <message>
        <source>This is in no folder yet.</source>
        <translation>这还不在任何文件夹中。</translation>
    </message>
    <message>
        <source>Save it into a git repository first.</source>
        <translation>请先将其保存到 git 仓库中。</translation>
    </message>
    <message>
        <source>What has no file yet is not in it: save it first.</source>
        <translation>尚无文件的内容不包含在内：请先保存。</translation>
    </message>
    <message>
        <source>The files are what the repository has: there is nothing to commit.</source>
        <translation>文件与仓库中的一致：没有可提交的内容。</translation>
    </message>
    <message>
        <source>Edit manifests</source>
        <translation>编辑清单</translation>
    </message>
    <message numerus="yes">
        <source>Edit %n objects</source>
        <translation>
            <numerusform>编辑 %n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is checked out, and what is checked out stays as it is: name another branch.</source>
        <translation>%1 已检出，已检出的内容保持不变：请换一个分支名。</translation>
    </message>
    <message>
        <source>%1 is there already: it gets one more commit.</source>
        <translation>%1 已存在：将增加一个提交。</translation>
    </message>
    <message>
        <source>A new branch on top of what is checked out.</source>
        <translation>基于已检出内容的新分支。</translation>
    </message>
    <message>
        <source>A new branch on top of %1.</source>
        <translation>基于 %1 的新分支。</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasConnector</name>
    <message>
        <source>Connect %1 and %2</source>
        <translation>连接 %1 和 %2</translation>
    </message>
    <message>
        <source>An object that cannot be read cannot be connected.</source>
        <translation>无法读取的对象不能连接。</translation>
    </message>
    <message>
        <source>Connect %1 to %2</source>
        <translation>将 %1 连接到 %2</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Folder in the container</source>
        <translation>容器中的文件夹</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Prefix of the names</source>
        <translation>名称前缀</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasModel</name>
    <message>
        <source>That is more than 16 MB: open it as a file.</source>
        <translation>内容超过 16 MB：请作为文件打开。</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message numerus="yes">
        <source>Duplicate %n objects</source>
        <translation>
            <numerusform>创建 %n 个对象的副本</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to paste.</source>
        <translation>没有可粘贴的内容。</translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasView</name>
    <message>
        <source>Not in this project</source>
        <translation>不在此项目中</translation>
    </message>
    <message>
        <source>Not in this project, but in the cluster</source>
        <translation>不在此项目中，但在集群中</translation>
    </message>
    <message>
        <source>Missing: neither in this project nor in the cluster</source>
        <translation>缺失：既不在此项目中，也不在集群中</translation>
    </message>
    <message>
        <source>Not in the cluster yet</source>
        <translation>尚不在集群中</translation>
    </message>
    <message>
        <source>The cluster has another %1</source>
        <translation>集群中的 %1 不同</translation>
    </message>
    <message>
        <source>In the cluster</source>
        <translation>在集群中</translation>
    </message>
    <message numerus="yes">
        <source>%n pods in the cluster</source>
        <translation>
            <numerusform>集群中有 %n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Disconnect %1 from %2</source>
        <translation>断开 %1 与 %2 的连接</translation>
    </message>
    <message>
        <source>Whole cluster</source>
        <translation>整个集群</translation>
    </message>
    <message>
        <source>Namespace %1</source>
        <translation>名字空间 %1</translation>
    </message>
    <message>
        <source>An object is not connected to itself.</source>
        <translation>对象不能与自身连接。</translation>
    </message>
    <message>
        <source>%1 is not in this project.</source>
        <translation>%1 不在此项目中。</translation>
    </message>
    <message>
        <source>An object that cannot be read cannot be connected.</source>
        <translation>无法读取的对象不能连接。</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Connect %1 and %2</source>
        <translation>连接 %1 和 %2</translation>
    </message>
    <message>
        <source>Cannot be connected</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>Let go over a card, or over an empty place for something new</source>
        <translation>在卡片上松开，或在空白处松开以新建</translation>
    </message>
    <message>
        <source>Drag to what it is to be connected to</source>
        <translation>拖到要与其连接的对象</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods ready</source>
        <translation>
            <numerusform>%1 / %n 个 Pod 就绪</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>从 %1 到 %2：%3</translation>
    </message>
</context>
<context>
    <name>armillary::app::ChangeList</name>
    <message numerus="yes">
        <source>%n applications do not change</source>
        <translation>
            <numerusform>%n 个应用无更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ClusterChecks</name>
    <message>
        <source>The server refuses it.</source>
        <translation>服务器拒绝它。</translation>
    </message>
    <message>
        <source>The server refuses it: %1</source>
        <translation>服务器拒绝它：%1</translation>
    </message>
</context>
<context>
    <name>armillary::app::CommandPalette</name>
    <message>
        <source>namespace</source>
        <translation>名字空间</translation>
    </message>
    <message>
        <source>context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2 中的 %1</translation>
    </message>
</context>
<context>
    <name>armillary::app::DocumentText</name>
    <message>
        <source>Type</source>
        <translation>输入文本</translation>
    </message>
    <message>
        <source>Delete text</source>
        <translation>删除文本</translation>
    </message>
</context>
<context>
    <name>armillary::app::Download</name>
    <message>
        <source>What the container sent is not an archive.</source>
        <translation>容器发送的内容不是归档文件。</translation>
    </message>
    <message>
        <source>A name in what the container sent is longer than any name may be.</source>
        <translation>容器发送的内容中有一个名称过长。</translation>
    </message>
    <message>
        <source>These are more files than are fetched at once.</source>
        <translation>文件数量超过单次下载的上限。</translation>
    </message>
    <message>
        <source>The folders lie too deep in one another: %1</source>
        <translation>文件夹嵌套过深：%1</translation>
    </message>
    <message>
        <source>There is not enough space on this machine.</source>
        <translation>此机器上空间不足。</translation>
    </message>
    <message>
        <source>The container stopped sending in the middle of %1.</source>
        <translation>容器在发送 %1 的途中停止了。</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>What could be read has come.</source>
        <translation>可读取的内容已到达。</translation>
    </message>
    <message numerus="yes">
        <source>%n left out: links that lead elsewhere, devices, or names that may not be</source>
        <translation>
            <numerusform>已略过 %n 个：指向别处的链接、设备或不允许的名称</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Drain</name>
    <message>
        <source>The context has been locked. Unlock it to go on.</source>
        <translation>上下文已被锁定。解锁后才能继续。</translation>
    </message>
    <message>
        <source>It is ending.</source>
        <translation>正在结束。</translation>
    </message>
    <message>
        <source>Cordon %1</source>
        <translation>隔离 %1</translation>
    </message>
    <message>
        <source>It could not be cordoned: %1</source>
        <translation>无法隔离：%1</translation>
    </message>
    <message>
        <source>Cancelled. %1 stays cordoned.</source>
        <translation>已取消。%1 仍处于隔离状态。</translation>
    </message>
    <message>
        <source>Uncordon Node %1</source>
        <translation>取消隔离节点 %1</translation>
    </message>
    <message>
        <source>Cordon Node %1</source>
        <translation>隔离节点 %1</translation>
    </message>
    <message>
        <source>Evict Pod %1</source>
        <translation>驱逐 Pod %1</translation>
    </message>
    <message numerus="yes">
        <source>%n of its pods could not be evicted. Their lines say why; try again when it is settled.</source>
        <translation>
            <numerusform>它有 %n 个 Pod 无法驱逐。原因见各行；解决后请重试。</numerusform>
        </translation>
    </message>
    <message>
        <source>A pod has come that is in the way.</source>
        <translation>出现了一个妨碍操作的 Pod。</translation>
    </message>
    <message numerus="yes">
        <source>Drained %1: %n pods have gone.</source>
        <translation>
            <numerusform>已腾空 %1：%n 个 Pod 已离开。</numerusform>
        </translation>
    </message>
    <message>
        <source>Draining %1 has stopped with %2 of %3 pods gone. %4</source>
        <translation>腾空 %1 已停止，%3 个 Pod 中已离开 %2 个。%4</translation>
    </message>
    <message>
        <source>Draining %1: %2 of %3 pods gone</source>
        <translation>正在腾空 %1：%3 个 Pod 中已离开 %2 个</translation>
    </message>
    <message>
        <source>%1, %2 held by a disruption budget</source>
        <translation>%1，%2 个受干扰预算限制</translation>
    </message>
</context>
<context>
    <name>armillary::app::EditorDocument</name>
    <message>
        <source>Only files and folders of this machine can be opened.</source>
        <translation>只能打开本机上的文件和文件夹。</translation>
    </message>
    <message>
        <source>Join what was changed on disk</source>
        <translation>合并磁盘上的更改</translation>
    </message>
    <message>
        <source>Changed on disk</source>
        <translation>磁盘上的更改</translation>
    </message>
    <message>
        <source>Bring back what was not saved</source>
        <translation>恢复未保存的内容</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>将 %1 重命名为 %2</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n objects</source>
        <translation>
            <numerusform>移除 %n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>Take %1 from the cluster</source>
        <translation>从集群取得 %1</translation>
    </message>
    <message>
        <source>The cluster does not know the kind %1.</source>
        <translation>集群不认识类别 %1。</translation>
    </message>
    <message>
        <source>The cluster makes each %1 by itself; there is nothing to edit.</source>
        <translation>集群会自行创建每个 %1；没有可编辑的内容。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n objects can be taken at once.</source>
        <translation>
            <numerusform>一次最多可取 %n 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is here already.</source>
        <translation>%1 已在此处。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are here already.</source>
        <translation>
            <numerusform>其中 %n 个已在此处。</numerusform>
        </translation>
    </message>
    <message>
        <source>What %1 keeps secret stands in the text now. Who can read the file can read it.</source>
        <translation>%1 所保密的内容现已在文本中。能读取该文件的人都能读到它。</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>These files are open already.</source>
        <translation>这些文件已打开。</translation>
    </message>
    <message numerus="yes">
        <source>%n files are open as well now.</source>
        <translation>
            <numerusform>现在还打开了 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what other files come to. Its fields are changed in the form; all else is changed in the files.</source>
        <translation>这是其他文件的渲染结果。其字段在表单中更改；其余内容在文件中更改。</translation>
    </message>
</context>
<context>
    <name>armillary::app::EffectTexts</name>
    <message>
        <source>must be made again</source>
        <translation>须重新创建</translation>
    </message>
    <message>
        <source>version is gone</source>
        <translation>版本已移除</translation>
    </message>
    <message>
        <source>not admitted</source>
        <translation>未获准入</translation>
    </message>
    <message>
        <source>over the quota</source>
        <translation>超出配额</translation>
    </message>
    <message>
        <source>no room</source>
        <translation>容纳不下</translation>
    </message>
    <message>
        <source>deletes</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>all pods at once</source>
        <translation>所有 Pod 同时</translation>
    </message>
    <message>
        <source>traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>rights</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>rolls pods</source>
        <translation>滚动更新 Pod</translation>
    </message>
    <message>
        <source>number of pods</source>
        <translation>Pod 数量</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>no restart</source>
        <translation>不重启</translation>
    </message>
    <message>
        <source>stops drains</source>
        <translation>阻止腾空节点</translation>
    </message>
</context>
<context>
    <name>armillary::app::EngineTexts</name>
    <message>
        <source>a listener&apos;s certificate</source>
        <translation>监听器的证书</translation>
    </message>
    <message>
        <source>all keys as environment variables</source>
        <translation>所有键作为环境变量</translation>
    </message>
    <message>
        <source>all keys as files</source>
        <translation>所有键作为文件</translation>
    </message>
    <message>
        <source>all that no rule is for</source>
        <translation>没有规则适用的一切</translation>
    </message>
    <message>
        <source>as a directory</source>
        <translation>作为目录</translation>
    </message>
    <message>
        <source>be about these pods</source>
        <translation>适用于这些 Pod</translation>
    </message>
    <message>
        <source>begin with a copy of it</source>
        <translation>以其副本开始</translation>
    </message>
    <message>
        <source>begin with what it says</source>
        <translation>以其内容开始</translation>
    </message>
    <message>
        <source>files together with those of other sources</source>
        <translation>与其他来源的文件合并</translation>
    </message>
    <message>
        <source>for this claim alone</source>
        <translation>仅用于此申领</translation>
    </message>
    <message>
        <source>how many pods there are</source>
        <translation>Pod 的数量</translation>
    </message>
    <message>
        <source>how much its pods matter</source>
        <translation>其 Pod 的优先级</translation>
    </message>
    <message>
        <source>its claims are made from a template, and named after it</source>
        <translation>其申领由模板创建，并以其命名</translation>
    </message>
    <message>
        <source>keep enough of these pods running</source>
        <translation>保持足够的此类 Pod 运行</translation>
    </message>
    <message>
        <source>let them be reached</source>
        <translation>允许访问它们</translation>
    </message>
    <message>
        <source>let them come in</source>
        <translation>允许它们进入</translation>
    </message>
    <message>
        <source>one key as an environment variable</source>
        <translation>一个键作为环境变量</translation>
    </message>
    <message>
        <source>run on this node alone</source>
        <translation>仅在此节点上运行</translation>
    </message>
    <message>
        <source>run on this node, whatever the scheduler says</source>
        <translation>无论调度器如何决定，都在此节点上运行</translation>
    </message>
    <message>
        <source>send its traffic to these pods</source>
        <translation>将其流量发送到这些 Pod</translation>
    </message>
    <message>
        <source>the account that its pods run as</source>
        <translation>其 Pod 的运行账户</translation>
    </message>
    <message>
        <source>the certificate for its hosts</source>
        <translation>其主机的证书</translation>
    </message>
    <message>
        <source>the claim is made together with the pod, and named after it</source>
        <translation>申领与 Pod 一同创建，并以其命名</translation>
    </message>
    <message>
        <source>the class of the volume that it gets</source>
        <translation>所获卷的存储类</translation>
    </message>
    <message>
        <source>the class of the volumes that its claims get</source>
        <translation>其申领所获卷的存储类</translation>
    </message>
    <message>
        <source>the class that it is of</source>
        <translation>其所属的类</translation>
    </message>
    <message>
        <source>the service that gives its pods their names</source>
        <translation>为其 Pod 命名的服务</translation>
    </message>
    <message>
        <source>this very volume</source>
        <translation>就是此卷</translation>
    </message>
    <message>
        <source>what a driver&apos;s volume is opened with</source>
        <translation>打开驱动卷所用的内容</translation>
    </message>
    <message>
        <source>what a volume is opened with</source>
        <translation>打开卷所用的内容</translation>
    </message>
    <message>
        <source>what an Azure file share is opened with</source>
        <translation>打开 Azure 文件共享所用的内容</translation>
    </message>
    <message>
        <source>what images of its pods are pulled with</source>
        <translation>拉取其 Pod 镜像所用的内容</translation>
    </message>
    <message>
        <source>what is asked of a host, below a path</source>
        <translation>某主机某路径下的请求</translation>
    </message>
    <message>
        <source>what it allows</source>
        <translation>其允许的内容</translation>
    </message>
    <message>
        <source>what it is set up with</source>
        <translation>其配置内容</translation>
    </message>
    <message>
        <source>what its images are pulled with</source>
        <translation>拉取其镜像所用的内容</translation>
    </message>
    <message>
        <source>what its pods may mount</source>
        <translation>其 Pod 可挂载的内容</translation>
    </message>
    <message>
        <source>what runs its containers</source>
        <translation>运行其容器的运行时</translation>
    </message>
    <message>
        <source>where a copy of a rule&apos;s traffic goes</source>
        <translation>规则流量副本的去向</translation>
    </message>
    <message>
        <source>where a rule sends its traffic</source>
        <translation>规则流量的去向</translation>
    </message>
    <message>
        <source>where its traffic comes in</source>
        <translation>其流量的入口</translation>
    </message>
    <message>
        <source>who converts between its versions</source>
        <translation>在其版本间转换者</translation>
    </message>
    <message>
        <source>who is asked</source>
        <translation>被询问者</translation>
    </message>
    <message>
        <source>who owns an object is written by what made it, and by nobody else</source>
        <translation>对象的属主由其创建者写入，他人不可写</translation>
    </message>
    <message>
        <source>who serves it</source>
        <translation>其服务者</translation>
    </message>
    <message>
        <source>whom it allows something</source>
        <translation>其授权的对象</translation>
    </message>
    <message>
        <source>nothing refers to itself</source>
        <translation>对象不能引用自身</translation>
    </message>
    <message>
        <source>it is no longer there</source>
        <translation>它已不存在</translation>
    </message>
    <message>
        <source>its fields cannot be read: mend them first</source>
        <translation>其字段无法读取：请先修复</translation>
    </message>
    <message>
        <source>the file is shorter than that</source>
        <translation>文件没有那么长</translation>
    </message>
    <message>
        <source>a JSON file holds one object: put it into another file</source>
        <translation>JSON 文件只含一个对象：请放入另一个文件</translation>
    </message>
    <message>
        <source>the file has no such document</source>
        <translation>文件中没有该文档</translation>
    </message>
    <message>
        <source>the documents of the file would come to mean something else</source>
        <translation>文件中的文档含义会改变</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有该文件</translation>
    </message>
    <message>
        <source>a port is a number from 1 to 65535</source>
        <translation>端口是 1 到 65535 之间的数字</translation>
    </message>
    <message>
        <source>a path begins with &apos;/&apos;</source>
        <translation>路径以 &apos;/&apos; 开头</translation>
    </message>
    <message>
        <source>the path to mount at begins with &apos;/&apos; and has no &apos;:&apos;</source>
        <translation>挂载路径以 &apos;/&apos; 开头且不含 &apos;:&apos;</translation>
    </message>
</context>
<context>
    <name>armillary::app::ExecStream</name>
    <message>
        <source>The connection to %1 was closed.</source>
        <translation>与 %1 的连接已关闭。</translation>
    </message>
    <message>
        <source>The connection was lost: %1</source>
        <translation>连接已断开：%1</translation>
    </message>
</context>
<context>
    <name>armillary::app::FileBrowser</name>
    <message>
        <source>There is no pod %1.</source>
        <translation>没有 Pod %1。</translation>
    </message>
    <message>
        <source>Adding a debug container.</source>
        <translation>正在添加调试容器。</translation>
    </message>
</context>
<context>
    <name>armillary::app::FormModel</name>
    <message>
        <source>Something has to stand here.</source>
        <translation>此处必须填写内容。</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>设置 %1</translation>
    </message>
    <message>
        <source>It cannot be written so.</source>
        <translation>不能这样写。</translation>
    </message>
    <message>
        <source>Pick %1</source>
        <translation>选择 %1</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Add an item to %1</source>
        <translation>向 %1 添加一项</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>移动 %1</translation>
    </message>
    <message>
        <source>Rename %1 to %2</source>
        <translation>将 %1 重命名为 %2</translation>
    </message>
    <message>
        <source>Remove the namespace</source>
        <translation>移除名字空间</translation>
    </message>
    <message>
        <source>Set the namespace to %1</source>
        <translation>将名字空间设置为 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Common</source>
        <translation>常用</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>所有字段</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::Forward</name>
    <message>
        <source>Stopped: the context is locked again.</source>
        <translation>已停止：上下文再次锁定。</translation>
    </message>
    <message>
        <source>The context is locked; unlock it first.</source>
        <translation>上下文已锁定；请先解锁。</translation>
    </message>
    <message>
        <source>Looking for a pod.</source>
        <translation>正在查找 Pod。</translation>
    </message>
    <message>
        <source>Port %1 may not be used; it is %2.</source>
        <translation>端口 %1 不允许使用；改用 %2。</translation>
    </message>
    <message>
        <source>Port %1 is taken; it is %2.</source>
        <translation>端口 %1 已被占用；改用 %2。</translation>
    </message>
    <message>
        <source>Port %1 cannot be used; it is %2.</source>
        <translation>端口 %1 无法使用；改用 %2。</translation>
    </message>
    <message>
        <source>No local port can be opened: %1</source>
        <translation>无法打开本地端口：%1</translation>
    </message>
    <message>
        <source>It has no pods that could be forwarded to.</source>
        <translation>它没有可以转发到的 Pod。</translation>
    </message>
    <message>
        <source>Its pod has gone; looking for another one.</source>
        <translation>其 Pod 已消失；正在查找另一个。</translation>
    </message>
    <message>
        <source>No pod of it runs.</source>
        <translation>它没有正在运行的 Pod。</translation>
    </message>
    <message>
        <source>%1 is not ready.</source>
        <translation>%1 未就绪。</translation>
    </message>
</context>
<context>
    <name>armillary::app::ForwardOffer</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::GitopsPreview</name>
    <message>
        <source>Working tree</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Pull request %1</source>
        <translation>拉取请求 %1</translation>
    </message>
    <message>
        <source>Nothing would change</source>
        <translation>不会有任何更改</translation>
    </message>
    <message>
        <source>Not all can be told</source>
        <translation>无法全部判断</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n applications change</source>
        <translation>
            <numerusform>%n 个应用中有 %1 个更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have to be deleted and made again.</source>
        <translation>
            <numerusform>%n 个对象必须删除后重建。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have a version that is gone.</source>
        <translation>
            <numerusform>%n 个对象的版本已不存在。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods of %n objects will not start.</source>
        <translation>
            <numerusform>%n 个对象的 Pod 将无法启动。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ends all pods of %n workloads before new ones start.</source>
        <translation>
            <numerusform>在新 Pod 启动前终止 %n 个工作负载的所有 Pod。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rolls %n workloads.</source>
        <translation>
            <numerusform>滚动更新 %n 个工作负载。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Takes a restart of pods for %n objects.</source>
        <translation>
            <numerusform>%n 个对象需要重启 Pod。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Scales %n workloads.</source>
        <translation>
            <numerusform>扩缩 %n 个工作负载。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes the traffic of %n objects.</source>
        <translation>
            <numerusform>更改 %n 个对象的流量。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes rights in %n objects.</source>
        <translation>
            <numerusform>更改 %n 个对象中的权限。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removes %n objects.</source>
        <translation>
            <numerusform>移除 %n 个对象。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adds %n objects.</source>
        <translation>
            <numerusform>新增 %n 个对象。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes %n objects.</source>
        <translation>
            <numerusform>更改 %n 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing would change in what was looked at</source>
        <translation>已查看的内容不会有任何更改</translation>
    </message>
</context>
<context>
    <name>armillary::app::KeyMap</name>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <source>In a table</source>
        <translation>在表格中</translation>
    </message>
    <message>
        <source>Go to or do</source>
        <translation>前往或执行</translation>
    </message>
    <message>
        <source>Go to a kind, as in k9s: :deploy, :ns shop</source>
        <translation>前往某个类别，与 k9s 相同：:deploy、:ns shop</translation>
    </message>
    <message>
        <source>Search: a page&apos;s own filter, or everything</source>
        <translation>搜索：页面自身的过滤，或全部内容</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有快捷键</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Where I was before, and here again</source>
        <translation>在之前的位置与此处之间切换</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>Show or hide the dock</source>
        <translation>显示或隐藏停靠栏</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>深色或浅色</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Close what is open</source>
        <translation>关闭当前打开的内容</translation>
    </message>
    <message>
        <source>↑ ↓  j k</source>
        <translation>↑ ↓  j k</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>g  G</source>
        <translation>g  G</translation>
    </message>
    <message>
        <source>First, last</source>
        <translation>第一个、最后一个</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Ctrl+空格</translation>
    </message>
    <message>
        <source>Select up to here</source>
        <translation>选择到此处</translation>
    </message>
    <message>
        <source>Ctrl+A</source>
        <translation>Ctrl+A</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>What can be done</source>
        <translation>可执行的操作</translation>
    </message>
    <message>
        <source>L  P</source>
        <translation>L  P</translation>
    </message>
    <message>
        <source>Logs, logs of the previous run</source>
        <translation>日志、上一次运行的日志</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Y  E</source>
        <translation>Y  E</translation>
    </message>
    <message>
        <source>YAML, edit it</source>
        <translation>YAML、编辑</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Shift+F</source>
        <translation>Shift+F</translation>
    </message>
    <message>
        <source>Forward a port</source>
        <translation>转发端口</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>Restart; drain a node</source>
        <translation>重启；腾空节点</translation>
    </message>
    <message>
        <source>C  U</source>
        <translation>C  U</translation>
    </message>
    <message>
        <source>Cordon, uncordon a node</source>
        <translation>隔离、取消隔离节点</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>New from YAML</source>
        <translation>从 YAML 新建</translation>
    </message>
    <message>
        <source>Shell of a pod or a node; scale a workload</source>
        <translation>Pod 或节点的 Shell；扩缩工作负载</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>Files of a pod</source>
        <translation>Pod 的文件</translation>
    </message>
</context>
<context>
    <name>armillary::app::Languages</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>armillary::app::LineDiff</name>
    <message>
        <source>Both are the same.</source>
        <translation>两者相同。</translation>
    </message>
    <message>
        <source>This is too large to be compared line by line. The two are not the same.</source>
        <translation>内容太大，无法逐行比较。两者不相同。</translation>
    </message>
    <message>
        <source>The two differ so much that whole parts are shown as removed and added again.</source>
        <translation>两者差异太大，因此整段内容显示为删除后重新添加。</translation>
    </message>
    <message numerus="yes">
        <source>%n unchanged lines</source>
        <translation>
            <numerusform>%n 行未更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::LocalCluster</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use a free port</source>
        <translation>使用空闲端口</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Start only the control plane</source>
        <translation>仅启动控制平面</translation>
    </message>
    <message>
        <source>I have run it: go on</source>
        <translation>我已运行：继续</translation>
    </message>
    <message>
        <source>Stop what has been started</source>
        <translation>停止已启动的部分</translation>
    </message>
</context>
<context>
    <name>armillary::app::LogSource</name>
    <message>
        <source>%1 has no logs.</source>
        <translation>%1 没有日志。</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2：%3</translation>
    </message>
</context>
<context>
    <name>armillary::app::MapView</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 failing</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 个等待中</translation>
    </message>
    <message numerus="yes">
        <source>its %n pods</source>
        <translation>
            <numerusform>其 %n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>What it names is not there</source>
        <translation>它所引用的对象不存在</translation>
    </message>
    <message>
        <source>Drag up or down to scale</source>
        <translation>上下拖动以扩缩</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods: %2</source>
        <translation>
            <numerusform>%1 / %n 个 Pod：%2</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1 to %2: %3</source>
        <translation>从 %1 到 %2：%3</translation>
    </message>
</context>
<context>
    <name>armillary::app::NodeShell</name>
    <message>
        <source>Remove the shell %1</source>
        <translation>移除 Shell %1</translation>
    </message>
    <message>
        <source>Open a shell on Node %1</source>
        <translation>在节点 %1 上打开 Shell</translation>
    </message>
</context>
<context>
    <name>armillary::app::ObjectActions</name>
    <message>
        <source>Not more than %1 objects at once.</source>
        <translation>一次不能超过 %1 个对象。</translation>
    </message>
    <message>
        <source>%1 %2?</source>
        <translation>%1 %2？</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::PaletteModel</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Custom resources</source>
        <translation>定制资源</translation>
    </message>
    <message>
        <source>Web service with ingress</source>
        <translation>带 Ingress 的 Web 服务</translation>
    </message>
    <message>
        <source>Deployment, service, ingress and its certificate</source>
        <translation>Deployment、Service、Ingress 及其证书</translation>
    </message>
    <message>
        <source>Worker with a queue</source>
        <translation>带队列的工作进程</translation>
    </message>
    <message>
        <source>A deployment that takes from a Redis</source>
        <translation>从 Redis 取任务的 Deployment</translation>
    </message>
    <message>
        <source>Database with backups</source>
        <translation>带备份的数据库</translation>
    </message>
    <message>
        <source>PostgreSQL, its volume, and a job every night</source>
        <translation>PostgreSQL、其卷以及每晚一次的 Job</translation>
    </message>
    <message>
        <source>Job at given times</source>
        <translation>定时 Job</translation>
    </message>
    <message>
        <source>A cron job</source>
        <translation>一个 CronJob</translation>
    </message>
    <message>
        <source>Three tiers</source>
        <translation>三层架构</translation>
    </message>
    <message>
        <source>Ingress, frontend, API and database</source>
        <translation>Ingress、前端、API 和数据库</translation>
    </message>
    <message>
        <source>Pods that are all alike</source>
        <translation>完全相同的 Pod</translation>
    </message>
    <message>
        <source>Pods that keep their volumes</source>
        <translation>保留各自卷的 Pod</translation>
    </message>
    <message>
        <source>A pod on every machine</source>
        <translation>每台机器上一个 Pod</translation>
    </message>
    <message>
        <source>Runs until it is done</source>
        <translation>运行至完成</translation>
    </message>
    <message>
        <source>Runs at given times</source>
        <translation>定时运行</translation>
    </message>
    <message>
        <source>One by itself</source>
        <translation>单独的一个</translation>
    </message>
    <message>
        <source>One address for many pods</source>
        <translation>多个 Pod 共用一个地址</translation>
    </message>
    <message>
        <source>Lets browsers in by a name</source>
        <translation>让浏览器通过域名访问</translation>
    </message>
    <message>
        <source>Where traffic comes in</source>
        <translation>流量的入口</translation>
    </message>
    <message>
        <source>Which requests go where</source>
        <translation>请求的去向</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Passwords, tokens, certificates</source>
        <translation>密码、令牌、证书</translation>
    </message>
    <message>
        <source>A volume that stays</source>
        <translation>持久保留的卷</translation>
    </message>
    <message>
        <source>More pods when there is more to do</source>
        <translation>负载越高，Pod 越多</translation>
    </message>
    <message>
        <source>Who may speak with whom</source>
        <translation>谁可以与谁通信</translation>
    </message>
    <message>
        <source>Who a program is to the cluster</source>
        <translation>程序在集群中的身份</translation>
    </message>
    <message>
        <source>What may be done</source>
        <translation>允许执行的操作</translation>
    </message>
    <message>
        <source>Who may do it</source>
        <translation>谁可以执行</translation>
    </message>
    <message>
        <source>How many pods have to stay</source>
        <translation>必须保留多少 Pod</translation>
    </message>
    <message>
        <source>A room of its own</source>
        <translation>独立的空间</translation>
    </message>
</context>
<context>
    <name>armillary::app::ProblemList</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Silence %1</source>
        <translation>忽略 %1</translation>
    </message>
    <message numerus="yes">
        <source>Fix %n problems</source>
        <translation>
            <numerusform>修复 %n 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fixes could not be made there</source>
        <translation>
            <numerusform>有 %n 项修复无法在该处进行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ReferenceList</name>
    <message>
        <source>Working tree</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>What is not committed yet</source>
        <translation>尚未提交的内容</translation>
    </message>
    <message>
        <source>As it is committed</source>
        <translation>与已提交的一致</translation>
    </message>
</context>
<context>
    <name>armillary::app::RenderedView</name>
    <message>
        <source>%1 (Helm: %2)</source>
        <translation>%1（Helm：%2）</translation>
    </message>
    <message>
        <source>%1 (Kustomize)</source>
        <translation>%1（Kustomize）</translation>
    </message>
    <message>
        <source>It is not rendered yet.</source>
        <translation>尚未渲染。</translation>
    </message>
    <message>
        <source>%1 is not in the folder that is open. Open the folder that holds both.</source>
        <translation>%1 不在已打开的文件夹中。请打开包含两者的文件夹。</translation>
    </message>
    <message>
        <source>%1 decides whether it is there</source>
        <translation>%1 决定其是否存在</translation>
    </message>
    <message>
        <source>the template %1</source>
        <translation>模板 %1</translation>
    </message>
    <message>
        <source>made by kustomize from %1</source>
        <translation>由 kustomize 从 %1 生成</translation>
    </message>
</context>
<context>
    <name>armillary::app::ResourceIndex</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>armillary::app::Scope</name>
    <message>
        <source>All namespaces</source>
        <translation>所有名字空间</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 以及另外 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::SphereView</name>
    <message>
        <source>Waiting for a machine: %1</source>
        <translation>等待机器：%1</translation>
    </message>
    <message>
        <source>%1 of %2 pods</source>
        <translation>%1 个 Pod，最多 %2 个</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>not ready, </source>
        <translation>未就绪，</translation>
    </message>
    <message>
        <source>cordoned, </source>
        <translation>已隔离，</translation>
    </message>
    <message>
        <source>Control plane</source>
        <translation>控制平面</translation>
    </message>
    <message>
        <source>Pin to %1</source>
        <translation>固定到 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n pods, %2 % of its processors and %3 % of its memory requested</source>
        <translation>
            <numerusform>%1：%n 个 Pod，已请求 %2% 的处理器和 %3% 的内存</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n machines on the far side</source>
        <translation>
            <numerusform>背面有 %n 台机器</numerusform>
        </translation>
    </message>
    <message>
        <source>Click to turn to them</source>
        <translation>单击转向它们</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Cordoned</source>
        <translation>已隔离</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Known by its pods alone</source>
        <translation>仅通过其 Pod 得知</translation>
    </message>
    <message>
        <source>Requested: processors %1 %, memory %2 %</source>
        <translation>已请求：处理器 %1%，内存 %2%</translation>
    </message>
    <message>
        <source>Node %1</source>
        <translation>节点 %1</translation>
    </message>
    <message>
        <source>Pod %1, %2</source>
        <translation>Pod %1，%2</translation>
    </message>
</context>
<context>
    <name>armillary::app::StepList</name>
    <message>
        <source>Prepare the data directory</source>
        <translation>准备数据目录</translation>
    </message>
    <message>
        <source>Start the control plane</source>
        <translation>启动控制平面</translation>
    </message>
    <message>
        <source>Join this machine to the cluster</source>
        <translation>将本机加入集群</translation>
    </message>
    <message>
        <source>Start the node agent</source>
        <translation>启动节点代理</translation>
    </message>
    <message>
        <source>Wait until the node is Ready</source>
        <translation>等待节点变为 Ready</translation>
    </message>
    <message>
        <source>Stop the node agent</source>
        <translation>停止节点代理</translation>
    </message>
    <message>
        <source>Undo the node</source>
        <translation>撤销节点</translation>
    </message>
    <message>
        <source>Stop the control plane</source>
        <translation>停止控制平面</translation>
    </message>
    <message>
        <source>Remove the data</source>
        <translation>移除数据</translation>
    </message>
    <message>
        <source>A folder that only you can read, for state, keys and logs.</source>
        <translation>只有您能读取的文件夹，用于存放状态、密钥和日志。</translation>
    </message>
    <message>
        <source>API server, scheduler and controllers, in one program of your own.</source>
        <translation>API 服务器、调度器和控制器，位于您自己的一个程序中。</translation>
    </message>
    <message>
        <source>A certificate for the node, signed by the cluster.</source>
        <translation>由集群签名的节点证书。</translation>
    </message>
    <message>
        <source>Runs as root, because containers and networks need it.</source>
        <translation>以 root 运行，因为容器和网络需要它。</translation>
    </message>
    <message>
        <source>containerd starts, and the pod network is set up.</source>
        <translation>containerd 启动，并配置 Pod 网络。</translation>
    </message>
    <message>
        <source>Containers go on running until the cluster comes back.</source>
        <translation>容器会继续运行，直到集群恢复。</translation>
    </message>
    <message>
        <source>Everything that was acknowledged is on disk.</source>
        <translation>所有已确认的内容都已写入磁盘。</translation>
    </message>
</context>
<context>
    <name>armillary::app::TableModel</name>
    <message>
        <source>This cluster does not serve %1.</source>
        <translation>此集群不提供 %1。</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名字空间</translation>
    </message>
</context>
<context>
    <name>armillary::app::TerminalSession</name>
    <message>
        <source>There is no pod %1.</source>
        <translation>没有 Pod %1。</translation>
    </message>
    <message>
        <source>The debug container</source>
        <translation>调试容器</translation>
    </message>
    <message>
        <source>The shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Adding a debug container.</source>
        <translation>正在添加调试容器。</translation>
    </message>
    <message>
        <source>The pod %1 has been deleted.</source>
        <translation>Pod %1 已被删除。</translation>
    </message>
</context>
<context>
    <name>armillary::app::TopologyModel</name>
    <message>
        <source>Waiting for a node</source>
        <translation>等待节点</translation>
    </message>
    <message>
        <source>No application</source>
        <translation>没有应用</translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> / %1</translation>
    </message>
    <message>
        <source>, cordoned</source>
        <translation>，已隔离</translation>
    </message>
    <message>
        <source>%1%2 pods%3</source>
        <translation>%1%2 个 Pod%3</translation>
    </message>
    <message numerus="yes">
        <source>not ready, %n pods</source>
        <translation>
            <numerusform>未就绪，%n 个 Pod</numerusform>
        </translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>位于 %1</translation>
    </message>
    <message>
        <source>  ·  %1 old</source>
        <translation>  ·  已存在 %1</translation>
    </message>
</context>
<context>
    <name>armillary::app::TopologyView</name>
    <message>
        <source>Pod %1, %2</source>
        <translation>Pod %1，%2</translation>
    </message>
</context>
<context>
    <name>armillary::app::TransferList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>armillary::app::Upload</name>
    <message>
        <source>These are more files than are sent at once.</source>
        <translation>文件数量超过单次上传的上限。</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>The container took no more.</source>
        <translation>容器不再接收数据。</translation>
    </message>
    <message numerus="yes">
        <source>%n became shorter while being sent</source>
        <translation>
            <numerusform>%n 个在发送过程中变短了</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: devices, pipes or sockets</source>
        <translation>
            <numerusform>已略过 %n 个：设备、管道或套接字</numerusform>
        </translation>
    </message>
    <message>
        <source>What had arrived stays in the container.</source>
        <translation>已到达的内容保留在容器中。</translation>
    </message>
</context>
<context>
    <name>armillary::app::Usage</name>
    <message>
        <source>Nobody measures here: this cluster serves no metrics.k8s.io. metrics-server does, once installed.</source>
        <translation>这里没有指标：此集群不提供 metrics.k8s.io。安装 metrics-server 后即可提供。</translation>
    </message>
    <message>
        <source>You may not read measures (metrics.k8s.io) here. Whoever gave you your rights can add it.</source>
        <translation>您在此无权读取指标（metrics.k8s.io）。授予您权限的人可以添加此权限。</translation>
    </message>
    <message>
        <source>Its machine is simulated: nothing runs there that could be measured.</source>
        <translation>其机器是模拟的：那里没有运行任何可以测量的内容。</translation>
    </message>
    <message>
        <source>Nothing measured yet. A machine reports new pods after about half a minute.</source>
        <translation>尚未测量。机器大约半分钟后会上报新的 Pod。</translation>
    </message>
    <message>
        <source>The measures cannot be read: %1</source>
        <translation>无法读取指标：%1</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启</translation>
    </message>
    <message numerus="yes">
        <source>%n of them while this was watched</source>
        <translation>
            <numerusform>其中 %n 次发生在观察期间</numerusform>
        </translation>
    </message>
    <message>
        <source>none since this is watched</source>
        <translation>观察期间没有发生</translation>
    </message>
</context>
<context>
    <name>armillary::app::WriteGate</name>
    <message>
        <source>Take back: %1</source>
        <translation>撤回：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2 done: %3</source>
        <translation>已完成 %1 个，共 %2 个：%3</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>没有要执行的操作。</translation>
    </message>
    <message>
        <source>The window has left this cluster.</source>
        <translation>窗口已离开此集群。</translation>
    </message>
    <message>
        <source>No cluster is connected.</source>
        <translation>没有连接集群。</translation>
    </message>
    <message>
        <source>The context %1 is production and locked; unlock it first.</source>
        <translation>上下文 %1 是生产环境且已锁定；请先解锁。</translation>
    </message>
    <message>
        <source>Not more than that many at once.</source>
        <translation>一次不能超过这么多。</translation>
    </message>
    <message>
        <source>It was stopped before this.</source>
        <translation>在此之前已停止。</translation>
    </message>
</context>
<context>
    <name>armillary::app::YamlEditor</name>
    <message>
        <source>%1 is production and locked: this is for reading. Unlock it to change anything.</source>
        <translation>%1 是生产环境且已锁定：此处只能阅读。解锁后才能更改。</translation>
    </message>
    <message>
        <source>The server lets nobody change what is of this kind.</source>
        <translation>服务器不允许任何人更改此类别的对象。</translation>
    </message>
    <message>
        <source>It does not exist any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>This is no YAML that can be saved.</source>
        <translation>这不是可以保存的 YAML。</translation>
    </message>
    <message>
        <source>Others change it faster than it can be saved. Try again in a moment.</source>
        <translation>他人的更改速度快于保存速度。请稍后重试。</translation>
    </message>
    <message>
        <source>It has been deleted meanwhile. The text is still here, to be copied.</source>
        <translation>它已被删除。文本仍在这里，可供复制。</translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>没有任何更改。</translation>
    </message>
    <message>
        <source>The cluster has all of this already.</source>
        <translation>集群中已经是这些内容。</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Take back what was edited in %1</source>
        <translation>撤回对 %1 的编辑</translation>
    </message>
    <message>
        <source>This server cannot say beforehand whether it takes it.</source>
        <translation>此服务器无法预先判断是否接受。</translation>
    </message>
    <message>
        <source>The server would take it as it is.</source>
        <translation>服务器会原样接受。</translation>
    </message>
    <message>
        <source>The server would take it, and warns: %1</source>
        <translation>服务器会接受，但有警告：%1</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>(not there)</source>
        <translation>（不存在）</translation>
    </message>
    <message>
        <source>(hidden)</source>
        <translation>（已隐藏）</translation>
    </message>
    <message>
        <source>This is no YAML; put it right first.</source>
        <translation>这不是 YAML；请先修正。</translation>
    </message>
</context>
</TS>
