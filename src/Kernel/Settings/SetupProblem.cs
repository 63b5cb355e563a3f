namespace Wangting.Kernel;

/// <summary>The installation is not right (a setting, a key file, a database not migrated): the message is a whole
/// sentence for the operator, shown without a stack trace.</summary>
public sealed class SetupProblem(string message, Exception? cause = null) : Exception(message, cause);
