-- A real editor at work in a studio: Neovim starts `orbit lsp`, opens files, types, and looks at what it is told.
-- `tests/editor/run` runs it, and says in the environment what the program, the studio, what a check found there and the file to edit are.
local orbit, studio, checked = vim.env.ORBIT, vim.env.STUDIO, vim.env.CHECKED
local failures, passed = {}, 0

local function is(what, seen, wanted)
  if vim.deep_equal(seen, wanted) then
    passed = passed + 1
  else
    table.insert(failures, what .. '\n  seen:   ' .. vim.inspect(seen) .. '\n  wanted: ' .. vim.inspect(wanted))
  end
end

local function holds(what, text, part)
  is(what .. ' (`' .. part .. '` in ' .. vim.inspect(text) .. ')', text ~= nil and text:find(part, 1, true) ~= nil, true)
end

-- How often the server has spoken of each buffer.
local told = {}
local publish = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, result, context, config)
  publish(err, result, context, config)
  local buffer = vim.uri_to_bufnr(result.uri)
  told[buffer] = (told[buffer] or 0) + 1
end

-- Lets `act` do something, and waits until the server has answered it with what is wrong.
local function after(buffer, act)
  local before = told[buffer] or 0
  act()
  if not vim.wait(20000, function() return (told[buffer] or 0) > before end, 1) then
    table.insert(failures, 'the server said nothing of ' .. vim.api.nvim_buf_get_name(buffer))
  end
end

local client
local function open(path)
  vim.cmd('silent edit ' .. vim.fn.fnameescape(studio .. '/' .. path))
  local buffer = vim.api.nvim_get_current_buf()
  if told[buffer] then return buffer end
  after(buffer, function()
    if not client then
      client = vim.lsp.start_client({ name = 'orbit', cmd = { orbit, 'lsp' }, root_dir = studio, flags = { debounce_text_changes = 0 } })
    end
    vim.lsp.buf_attach_client(buffer, client)
  end)
  return buffer
end

-- What is wrong with a buffer, as a check says it: lines and columns from 1, columns in characters.
local names = { 'error', 'warning', 'note', 'note' }
local function wrong(buffer)
  local all = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    local function column(line, byte)
      local text = vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1] or ''
      return vim.fn.strchars(text:sub(1, byte)) + 1
    end
    table.insert(all, table.concat({ one.code or one.user_data.lsp.code, names[one.severity], one.lnum + 1, column(one.lnum, one.col),
      one.end_lnum + 1, column(one.end_lnum, one.end_col), one.message }, '|'))
  end
  table.sort(all)
  return all
end

local report = vim.fn.json_decode(table.concat(vim.fn.readfile(checked), '\n'))
local function expected(path)
  local all = {}
  for _, one in ipairs(report.findings) do
    if one.path == path then
      table.insert(all, table.concat({ one.code, one.severity, one.line, one.column, one.end_line, one.end_column, one.message }, '|'))
    end
  end
  table.sort(all)
  return all
end

local function ask(buffer, method, line, column, more)
  local params = vim.tbl_extend('force', {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = line, character = column },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
  for _, answer in pairs(answers) do return answer.result end
end

local function labels(items)
  return vim.tbl_map(function(item) return item.label end, items or {})
end

-- Everything that a check finds is shown, and nothing else.
local found = 0
for _, path in ipairs(vim.fn.systemlist({ 'git', '-C', studio, 'ls-files', 'engagements' })) do
  local seen = wrong(open(path))
  is('diagnostics of ' .. path, seen, expected(path))
  found = found + #seen
end
is('something is found', found > 0, true)
is('all of it is found', found, #report.findings)

-- A file is moved on: what is missing shows, and quick fixes mend it.
local path = vim.env.FILE
local buffer = open(path)
local stage
for at, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
  if line:match('^stage: ') then stage = at - 1; break end
end
after(buffer, function() vim.api.nvim_buf_set_lines(buffer, stage, stage + 1, false, { 'stage: ' }) end)
local offered = labels(ask(buffer, 'textDocument/completion', stage, 7))
is('stages are offered', vim.list_slice(offered, 1, 3), { 'lead', 'research', 'proposal' })

after(buffer, function() vim.api.nvim_buf_set_lines(buffer, stage, stage + 1, false, { 'stage: done' }) end)
local before = wrong(buffer)
is('a move shows what is missing', #before > 1, true)
local hover = ask(buffer, 'textDocument/hover', stage, 9)
holds('hover has the stage', hover and hover.contents.value, '**Done** (done)')
holds('hover has the standard', hover and hover.contents.value, 'standards/done.md')

local range = { start = { line = stage, character = 0 }, ['end'] = { line = stage, character = 20 } }
local actions = ask(buffer, 'textDocument/codeAction', 0, 0, { range = range, context = { diagnostics = {} } })
local section
for _, action in ipairs(actions or {}) do
  if action.title:match('^Add the section') and not section then section = action end
end
is('a section can be added', section ~= nil, true)
if section then
  local title = section.title:match('`(.-)`')
  after(buffer, function() vim.lsp.util.apply_workspace_edit(section.edit, 'utf-16') end)
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  holds('the quick fix writes the section', text, '\n## ' .. title .. '\n\n<!-- ')
end

-- What is offered in the log, by what Neovim itself makes of it.
local last = vim.api.nvim_buf_line_count(buffer)
after(buffer, function() vim.api.nvim_buf_set_lines(buffer, last, last, false, { '', '### 2026-11-20 Call', '', '- pro' }) end)
last = vim.api.nvim_buf_line_count(buffer) - 1
is('keywords are offered', vim.tbl_contains(labels(ask(buffer, 'textDocument/completion', last, 5)), 'promise'), true)
local symbols = ask(buffer, 'textDocument/documentSymbol', 0, 0)
is('there is an outline', symbols and vim.tbl_contains(vim.tbl_map(function(one) return one.name end, symbols), 'Log'), true)

-- From a keystroke to what is wrong, a letter at a time.
local times = {}
for at = 1, tonumber(vim.env.KEYS or '30') do
  local row = vim.api.nvim_buf_line_count(buffer) - 1
  local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1]
  local begun = vim.loop.hrtime()
  after(buffer, function() vim.api.nvim_buf_set_text(buffer, row, #line, row, #line, { string.char(97 + at % 26) }) end)
  table.insert(times, (vim.loop.hrtime() - begun) / 1e6)
end
table.sort(times)
io.stdout:write(string.format('from keystroke to diagnostics: median %.1f ms, slowest %.1f ms of %d\n', times[math.ceil(#times / 2)], times[#times], #times))

for _, failure in ipairs(failures) do io.stdout:write('FAILED ' .. failure .. '\n') end
io.stdout:write(string.format('%d checks passed, %d failed\n', passed, #failures))
vim.lsp.stop_client(client)
vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 10)
vim.cmd(#failures == 0 and 'qall!' or 'cquit!')
