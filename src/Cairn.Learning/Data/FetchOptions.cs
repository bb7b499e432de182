namespace Cairn.Data;

/// <summary>Where files from the network come from and where they are kept.</summary>
public sealed record FetchOptions
{
    /// <summary>The folder that keeps fetched files; null, the default, means what the environment says in <c>CAIRN_CACHE</c>, else
    /// <c>cairn</c> in the user's cache folder (<c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows and macOS the local application
    /// data).</summary>
    public string? Cache
    {
        get;
        init => field = value is null or not "" ? value : throw new ArgumentException("Cache: the path is empty; null means the default", nameof(Cache));
    }

    /// <summary>A folder with copies of the files, looked into before the network is; null, the default, means what the environment
    /// says in <c>CAIRN_MIRROR</c>, if anything.</summary>
    public string? Mirror
    {
        get;
        init => field = value is null or not "" ? value : throw new ArgumentException("Mirror: the path is empty; null means the default", nameof(Mirror));
    }

    /// <summary>True to take files from the cache and the mirror only; false unless set.</summary>
    public bool IsOffline { get; init; }

    internal string? MirrorFolder => Mirror ?? Set("CAIRN_MIRROR");

    internal string CacheFolder => Path.GetFullPath(Cache ?? Set("CAIRN_CACHE") ?? Path.Combine(UserCache, "cairn"));

    static string UserCache => !OperatingSystem.IsLinux()
        ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
        : Set("XDG_CACHE_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");

    static string? Set(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
