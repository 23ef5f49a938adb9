"""What recurs (每周五下午3点前报周汇报): a series, and a directive for each occurrence."""
