using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>The order of a list, the same on every database: letters by their code points, what has no value last in either
/// direction, and the id after all, so that no two pages share a row.</summary>
internal static class Sorting
{
    /// <summary>Names as a client wrote them: <c>-paymentDate,status</c>. A name said before says nothing anew.</summary>
    public static IEnumerable<(string Name, bool Falls)> Read(string sort) =>
        sort.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => (Name: one.TrimStart(' ', '+', '-'), Falls: one.TrimStart().StartsWith('-'))) // a plus comes as the space it stands for
            .DistinctBy(one => one.Name);

    public static IQueryable<TRow> By<TRow>(IQueryable<TRow> rows, IEnumerable<(LambdaExpression Key, bool Falls)> keys) where TRow : class, IRow
    {
        var sorted = rows.Expression;
        var isFirst = true;
        foreach (var (key, falls) in keys)
        {
            if (Without(key) is { } without) Then(without, falls: false);
            Then(key, falls);
        }
        Expression<Func<TRow, Guid>> id = row => row.Id;
        Then(id, falls: false);
        return rows.Provider.CreateQuery<TRow>(sorted);

        void Then(LambdaExpression key, bool falls)
        {
            var how = (isFirst, falls) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                _ => nameof(Queryable.ThenByDescending),
            };
            sorted = Expression.Call(typeof(Queryable), how, [typeof(TRow), key.ReturnType], sorted, Expression.Quote(key));
            isFirst = false;
        }
    }

    /// <summary>Words in the order of their code points.</summary>
    public static LambdaExpression Letters<TRow>(Expression<Func<TRow, string?>> value, Call call) =>
        Expression.Lambda(Expression.Call(typeof(RelationalDbFunctionsExtensions), nameof(RelationalDbFunctionsExtensions.Collate), [typeof(string)],
            Expression.Property(null, typeof(EF), nameof(EF.Functions)), value.Body, Expression.Constant(call.Db.CodePointCollation)), value.Parameters);

    /// <summary>Values in the order of the names they are written by.</summary>
    public static LambdaExpression Written<TRow, TEnum>(Expression<Func<TRow, TEnum?>> value, IReadOnlyCollection<(TEnum Is, string Written)> names) where TEnum : struct, Enum
    {
        var ranks = names.Select(n => n.Written).Distinct().Order(StringComparer.Ordinal).ToList();
        Expression rank = Expression.Constant(null, typeof(int?));
        foreach (var (one, written) in names)
            rank = Expression.Condition(Expression.Equal(value.Body, Expression.Constant(one, typeof(TEnum?))), Expression.Constant(ranks.IndexOf(written), typeof(int?)), rank);
        return Expression.Lambda(rank, value.Parameters);
    }

    // PostgreSQL puts NULL after everything, SQLite before.
    static LambdaExpression? Without(LambdaExpression key) =>
        key.ReturnType.IsValueType && Nullable.GetUnderlyingType(key.ReturnType) is null ? null
        : Expression.Lambda(Expression.Equal(key.Body, Expression.Constant(null, key.ReturnType)), key.Parameters);
}
