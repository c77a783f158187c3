"""Sentences about project files and the history."""

from __future__ import annotations

STORE: dict[str, tuple[str, str]] = {
    "store.missing": ("没有文件“{file}”。", "There is no file “{file}”."),
    "store.is_folder": (
        "“{file}”是文件夹，不是项目文件。",
        "“{file}” is a folder and no project file.",
    ),
    "store.exists": (
        "文件“{file}”已存在，未作更改。",
        "The file “{file}” is there already; unchanged.",
    ),
    "store.hint_overwrite": (
        "请换一个文件名，或明确要求覆盖。",
        "Take another name, or ask for it to be overwritten.",
    ),
    "store.no_folder": (
        "不能建立“{file}”：没有文件夹“{folder}”。",
        "“{file}” cannot be made: there is no folder “{folder}”.",
    ),
    "store.folder": (
        "不能读写“{file}”：文件夹“{folder}”不可写，或没有权限。",
        "“{file}” cannot be used: the folder “{folder}” cannot be written to, or access is denied.",
    ),
    "store.read_only": (
        "文件“{file}”是只读的，不能保存。",
        "The file “{file}” is read-only; nothing can be saved in it.",
    ),
    "store.not_writable": (
        "“{file}”以只读方式打开，未作更改；请另存副本后再编辑。",
        "“{file}” is open read-only, nothing was changed; save a copy and edit that.",
    ),
    "store.hint_read_only": (
        "可以用只读方式打开，或另存副本。",
        "Open it read-only, or work on a copy.",
    ),
    "store.full": (
        "磁盘已满，“{file}”未能写入；原有内容未变。",
        "The disk is full and “{file}” was not written; what was there is unchanged.",
    ),
    "store.busy": (
        "“{file}”正被另一个程序使用（例如 QGIS），稍后再试。",
        "“{file}” is in use by another program (QGIS, for example); try again later.",
    ),
    "store.locked": (
        "“{file}”已由 {host} 上的 {user} 打开（自 {time}，进程 {pid}）。",
        "“{file}” is open already: {user} on {host} (since {time}, process {pid}).",
    ),
    "store.lock_lost": (
        "“{file}”的编辑权已被他人取得，本次编辑未保存。",
        "Somebody else has taken over “{file}”; this edit was not saved.",
    ),
    "store.hint_copy": ("请另存副本。", "Save a copy."),
    "store.changed_outside": (
        "“{file}”打开期间被另一个程序更改，本次编辑未保存。",
        "Another program has changed “{file}” while it was open; this edit was not saved.",
    ),
    "store.hint_reopen": (
        "请重新打开项目，外部更改会记入日志并可撤销。",
        "Open the project again: the change made outside goes to the journal and can be undone.",
    ),
    "store.unfinished": (
        "“{file}”上次写入时被中断，只读方式无法恢复；请以可写方式打开一次。",
        (
            "The last write to “{file}” was cut off, which cannot be put right read-only; open it "
            "for writing once."
        ),
    ),
    "store.not_database": (
        "“{file}”不是 GeoPackage 文件（不是数据库）。",
        "“{file}” is no GeoPackage (not a database at all).",
    ),
    "store.not_geopackage": (
        "“{file}”是 SQLite 数据库，但不是 GeoPackage。",
        "“{file}” is an SQLite database but no GeoPackage.",
    ),
    "store.not_ours": (
        "“{file}”是 GeoPackage，但不是本软件的项目；可用“导入”读取其中的图层。",
        "“{file}” is a GeoPackage but no project of this program; import its layers instead.",
    ),
    "store.future": (
        "“{file}”由较新版本的软件写成（格式 {format}，本版本认识 {known}），请升级软件。",
        (
            "“{file}” was written by a newer version (format {format}, this one knows {known}); "
            "upgrade the program."
        ),
    ),
    "store.corrupt": (
        "文件“{file}”已损坏（{detail}）。",
        "The file “{file}” is damaged ({detail}).",
    ),
    "store.hint_backup": ("请改用备份。", "Go back to a backup."),
    "store.same_file": (
        "副本不能写到项目文件“{file}”本身。",
        "A copy cannot be written over the project file “{file}” itself.",
    ),
    "store.failed": (
        "读写“{file}”时出错：{detail}。",
        "Reading or writing “{file}” failed: {detail}.",
    ),
    "store.lock_taken": (
        "{host} 上的 {user} 自 {time} 起未正常关闭此项目；编辑权已接管，已保存的编辑都在。",
        (
            "{user} on {host} had not closed this project since {time}; it was taken over, and "
            "every saved edit is there."
        ),
    ),
    "store.migrated": (
        "项目文件已从格式 {before} 升级到 {after}。",
        "The project file was brought from format {before} to {after}.",
    ),
    "store.outside": (
        "项目在本软件之外被更改：{tables}，共 {rows} 行；已记入日志，可以撤销。",
        (
            "The project was changed outside this program: {tables}, {rows} row(s); it is in the "
            "journal and can be undone."
        ),
    ),
    "edit.outside": (
        "外部编辑：{tables}，{rows} 行",
        "Edit made outside: {tables}, {rows} row(s)",
    ),
    "edit.new_project": ("新建项目（{scheme}）", "New project ({scheme})"),
    "history.nothing_to_undo": ("没有可撤销的操作。", "There is nothing to undo."),
    "history.nothing_to_redo": ("没有可重做的操作。", "There is nothing to redo."),
    "history.unreachable": (
        "操作 {seq} 不存在，或撤销后已被新的操作取代。",
        "Edit {seq} does not exist, or was replaced by another one after its undo.",
    ),
    "history.crs": (
        "一次编辑不能把项目坐标系从 {before} 改为 {after}。",
        "An edit cannot change the project's coordinate system from {before} to {after}.",
    ),
    "history.fid_twice": (
        "表“{table}”中行号 {fid} 出现两次。",
        "Row number {fid} occurs twice in the table “{table}”.",
    ),
}
