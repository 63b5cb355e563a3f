namespace Wangting.Kernel;

/// <summary>The audited act of copying the whole database.</summary>
public static class BackupAct
{
    public const string Name = "database_backed_up";
}
